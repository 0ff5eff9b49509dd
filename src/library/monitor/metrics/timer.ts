/** Measures from its creation on. */
export interface Timer extends Disposable {
  /** Records the duration and answers it, in the timer's unit. The second call records nothing and answers the same. */
  stop(): number;
}

/** @param report what to do with the seconds, and with a second stop */
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

  /** The end of a scope whose timer was stopped before is no fault. */
  [Symbol.dispose](): void {
    if (this.#seconds === undefined) this.#finish();
  }

  #finish(): void {
    this.#seconds = (performance.now() - this.#started) / 1_000;
    this.#report.finished(this.#seconds);
  }
}
