import { MAX_REQUESTED_PAUSE_MILLIS, retryPauseMillis } from '../exporters/transport/retry-policy.ts';

/**
 * When the next request may be sent to a destination: after growing, jittered pauses while it is down, and not before the time that it requested.
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp-throttling
 */
export class Backoff {
  readonly #now: () => number;
  #failures = 0;
  #failedAt = Number.NEGATIVE_INFINITY;
  /** The end of our own pause, which a flush may skip. */
  #pauseEnd = Number.NEGATIVE_INFINITY;
  /** The end of the pause that the destination requested, which nothing skips. */
  #requestedEnd = Number.NEGATIVE_INFINITY;

  /** `now`: ms, from any origin. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether the destination did not accept the last export. */
  get isDown(): boolean {
    return this.#failures > 0;
  }

  get pauseMillis(): number {
    return Math.max(0, this.#pauseEnd - this.#now(), this.#requestedEnd - this.#now());
  }

  /** `startedAt`: of the export that failed. Exports that were in progress at the same time count as one failure. */
  failed(startedAt: number, requestedMillis = 0): void {
    const now = this.#now();
    const requested = Math.min(requestedMillis, MAX_REQUESTED_PAUSE_MILLIS);
    this.#requestedEnd = Math.max(this.#requestedEnd, now + requested);
    if (this.isDown && startedAt <= this.#failedAt) return;
    this.#failedAt = now;
    this.#failures++;
    this.#pauseEnd = now + retryPauseMillis(this.#failures);
  }

  succeeded(): void {
    this.#failures = 0;
    this.#pauseEnd = Number.NEGATIVE_INFINITY;
  }

  /** Skips our own pause, because a flush waits for the export. */
  endPause(): void {
    this.#pauseEnd = Number.NEGATIVE_INFINITY;
  }
}
