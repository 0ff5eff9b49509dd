const FIRST_PAUSE_MILLIS = 1_000;
const MAX_PAUSE_MILLIS = 5_000;
const GROWTH = 1.5;
const JITTER = 0.2;

/** The pause after a failure that `failures` others preceded: it grows, and is jittered. */
export function backoffPauseMillis(failures: number): number {
  const pause = Math.min(FIRST_PAUSE_MILLIS * GROWTH ** failures, MAX_PAUSE_MILLIS);
  return pause * (1 - JITTER + Math.random() * 2 * JITTER);
}
