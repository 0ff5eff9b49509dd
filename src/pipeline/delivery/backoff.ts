import { backoffPauseMillis } from '../exporters/transport/backoff-pause.ts';

/** What a server asks beyond this is a mistake, or no use: the queue has been full for long by then. */
export const LONGEST_REQUESTED_PAUSE_MILLIS = 300_000;

/**
 * When a destination may be asked again: after growing, jittered pauses while it is down, and not before the time it asked for.
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp-throttling
 */
export class Backoff {
  readonly #now: () => number;
  #pauses = 0;
  #failedAt = Number.NEGATIVE_INFINITY;
  /** Ours: whoever cannot wait may go past it. */
  #pauseEnd = Number.NEGATIVE_INFINITY;
  /** The destination's: nobody goes past it. */
  #requestedEnd = Number.NEGATIVE_INFINITY;

  /** `now`: ms, from any origin. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether the last that is known of the destination is that it did not take anything. */
  get isDown(): boolean {
    return this.#pauses > 0;
  }

  get pauseMillis(): number {
    return Math.max(0, this.#pauseEnd - this.#now(), this.#requestedEnd - this.#now());
  }

  /** `startedAt`: of the export that failed. Those that were under way together are one failure, not many. */
  failed(startedAt: number, requestedMillis = 0): void {
    const now = this.#now();
    const requested = Math.min(requestedMillis, LONGEST_REQUESTED_PAUSE_MILLIS);
    this.#requestedEnd = Math.max(this.#requestedEnd, now + requested);
    if (this.isDown && startedAt <= this.#failedAt) return;
    this.#failedAt = now;
    this.#pauseEnd = now + backoffPauseMillis(this.#pauses);
    this.#pauses++;
  }

  succeeded(): void {
    this.#pauses = 0;
    this.#pauseEnd = Number.NEGATIVE_INFINITY;
  }

  /** Someone waits for an export now. */
  endPause(): void {
    this.#pauseEnd = Number.NEGATIVE_INFINITY;
  }
}
