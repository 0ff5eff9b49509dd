import type { Check } from './check-result.ts';

/** Reports progress of work that goes on in the background. */
export interface Heartbeat {
  /** Call it after each piece of work. */
  beat(): void;
}

/** A check that is unhealthy when the last beat is older than `withinSeconds`. The time starts with its creation. */
export function createHeartbeat(
  withinSeconds: number,
  now: () => number = () => performance.now(),
): { readonly heartbeat: Heartbeat; readonly check: Check } {
  let last = now();
  let hasBeaten = false;
  return {
    heartbeat: {
      beat() {
        last = now();
        hasBeaten = true;
      },
    },
    check() {
      const seconds = Math.round((now() - last) / 100) / 10;
      const since = hasBeaten ? 'since the last beat' : 'without a beat';
      if (seconds <= withinSeconds) return { status: 'healthy', message: `${seconds} s ${since}` };
      return {
        status: 'unhealthy',
        message: `no progress: expected a beat within ${withinSeconds} s, got ${seconds} s ${since}`,
      };
    },
  };
}
