import type { EventEmitter } from 'node:events';

const GRACE_MILLIS = 1000;

/** Responses that are being written. Closing the receiver waits for them, but not for a client that stalls. */
export class PendingResponses {
  readonly #streams = new Set<EventEmitter>();

  add(stream: EventEmitter): void {
    this.#streams.add(stream);
    stream.once('close', () => this.#streams.delete(stream));
  }

  async drain(): Promise<void> {
    const closed = [...this.#streams].map((stream) => new Promise((resolve) => stream.once('close', resolve)));
    const { promise: grace, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, GRACE_MILLIS);
    await Promise.race([Promise.all(closed), grace]);
    clearTimeout(timer);
  }
}
