import { AsyncLocalStorage } from 'node:async_hooks';

export interface OpenStreamsOptions<Stream, Trace> {
  /** More than that are not kept open: the one that has been silent for longest has to go. */
  readonly maxStreams: number;
  /** A stream of which nothing is heard for so long is abandoned. */
  readonly silenceMillis: number;
  /** What is to be remembered of the stream is the answer. */
  readonly onAbandoned: (stream: Stream) => Trace;
}

/** Ended streams that are remembered, so that what comes after their end opens nothing. */
const REMEMBERED = 1_000;

/**
 * Streams that have begun and not ended, by their ids. Whoever never says that a stream is over costs no memory for ever: it is abandoned after
 * a silence, measured in time of arrival and not by what the events say, or when too many are open. No timer keeps the process alive.
 */
export class OpenStreams<Stream, Trace> {
  readonly #options: OpenStreamsOptions<Stream, Trace>;
  /** In the order of the last event, the longest silent first. */
  readonly #open = new Map<string, { readonly stream: Stream; heard: number }>();
  readonly #ended = new Map<string, Trace>();
  /** A timer belongs to no request. */
  readonly #apart = AsyncLocalStorage.snapshot();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: OpenStreamsOptions<Stream, Trace>) {
    this.#options = options;
  }

  get(id: string): Stream | undefined {
    const entry = this.#open.get(id);
    if (entry === undefined) return undefined;
    this.#open.delete(id);
    entry.heard = performance.now();
    this.#open.set(id, entry);
    return entry.stream;
  }

  open(id: string, stream: Stream): Stream {
    this.#ended.delete(id);
    if (this.#open.size >= this.#options.maxStreams) this.#abandonOldest();
    this.#open.set(id, { stream, heard: performance.now() });
    this.#watch();
    return stream;
  }

  end(id: string, trace: Trace): void {
    this.#open.delete(id);
    this.#ended.delete(id);
    this.#ended.set(id, trace);
    if (this.#ended.size > REMEMBERED) this.#ended.delete(this.#ended.keys().next().value as string);
  }

  /** What was remembered of a stream that has ended. */
  ended(id: string): Trace | undefined {
    return this.#ended.get(id);
  }

  #watch(): void {
    if (this.#timer !== undefined) return;
    const [first] = this.#open.values();
    if (first === undefined) return;
    const wait = Math.max(1, first.heard + this.#options.silenceMillis - performance.now());
    this.#timer = this.#apart(() => setTimeout(this.#onTime, wait).unref());
  }

  readonly #onTime = (): void => {
    this.#timer = undefined;
    const limit = performance.now() - this.#options.silenceMillis;
    for (const { heard } of [...this.#open.values()]) {
      if (heard > limit) break;
      this.#abandonOldest();
    }
    this.#watch();
  };

  #abandonOldest(): void {
    const [oldest] = this.#open;
    if (oldest === undefined) return;
    const [id, { stream }] = oldest;
    this.#open.delete(id);
    this.end(id, this.#options.onAbandoned(stream));
  }
}
