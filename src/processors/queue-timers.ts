import { AsyncLocalStorage } from 'node:async_hooks';

/** What wakes a queue. None keeps the process alive, and each is set at most once at a time. */
export class QueueTimers {
  /** Timers belong to no request: without this they would keep the contexts of the application's calls. */
  readonly apart = AsyncLocalStorage.snapshot();
  readonly #delayMillis: number;
  #delay: NodeJS.Timeout | undefined;
  #pause: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | undefined;

  constructor(delayMillis: number) {
    this.#delayMillis = delayMillis;
  }

  get isPausing(): boolean {
    return this.#pause !== undefined;
  }

  /** After the call that asks for it. */
  soon(work: () => void): void {
    this.#soon ??= this.apart(() =>
      setImmediate(() => {
        this.#soon = undefined;
        work();
      }).unref(),
    );
  }

  /** When items have waited long enough for their batch to become full. */
  afterDelay(work: () => void): void {
    this.#delay ??= this.apart(() =>
      setTimeout(() => {
        this.#delay = undefined;
        work();
      }, this.#delayMillis).unref(),
    );
  }

  /** When the destination may be asked again. The latest pause counts. */
  afterPause(millis: number, work: () => void): void {
    this.endPause();
    this.#pause = this.apart(() =>
      setTimeout(() => {
        this.#pause = undefined;
        work();
      }, millis).unref(),
    );
  }

  endPause(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
  }

  stop(): void {
    this.endPause();
    clearTimeout(this.#delay);
    clearImmediate(this.#soon);
    this.#delay = undefined;
    this.#soon = undefined;
  }
}
