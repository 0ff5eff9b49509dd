import type { EventEmitter } from 'node:events';

const GRACE_MILLIS = 1000;

/** Answers that are being written: closing the receiver lets them leave, but does not wait for a client that stalls. */
export class LeavingAnswers {
  readonly #streams = new Set<EventEmitter>();

  add(stream: EventEmitter): void {
    this.#streams.add(stream);
    stream.once('close', () => this.#streams.delete(stream));
  }

  async drain(): Promise<void> {
    const left = [...this.#streams].map((stream) => new Promise((resolve) => stream.once('close', resolve)));
    const { promise: grace, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, GRACE_MILLIS);
    await Promise.race([Promise.all(left), grace]);
    clearTimeout(timer);
  }
}
