/** Measures a duration from its creation. */
export interface Timer extends Disposable {
  /** Records the duration and returns it in the timer's unit. A second call records nothing and returns the same value. */
  stop(): number;
}

/** @param report called with the seconds, and for a second stop */
export class Stopwatch implements Timer {
  readonly #started = performance.now();
  readonly #perSecond: number;
  readonly #report: { finished(seconds: number): void; stoppedTwice(): void };
  #seconds: number | undefined;

  constructor(perSecond: number, report: { finished(seconds: number): void; stoppedTwice(): void }) {
    this.#perSecond = perSecond;
    this.#report = report;
  }

  stop(): number {
    if (this.#seconds === undefined) this.#finish();
    else this.#report.stoppedTwice();
    return (this.#seconds ?? 0) * this.#perSecond;
  }

  /** A scope may stop its timer before it ends. */
  [Symbol.dispose](): void {
    if (this.#seconds === undefined) this.#finish();
  }

  #finish(): void {
    this.#seconds = (performance.now() - this.#started) / 1_000;
    this.#report.finished(this.#seconds);
  }
}
