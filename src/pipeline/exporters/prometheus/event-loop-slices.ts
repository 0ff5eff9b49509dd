const SLICE_MILLIS = 10;

/** Divides long work into slices, between which the event loop runs. */
export class EventLoopSlices {
  readonly #now: () => number;
  #startedAt: number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#startedAt = now();
  }

  /** Whether the slice is over: then the work has to wait for `pause`. */
  get isOver(): boolean {
    return this.#now() - this.#startedAt > SLICE_MILLIS;
  }

  async pause(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#startedAt = this.#now();
  }
}
