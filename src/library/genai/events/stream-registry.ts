import { AsyncLocalStorage } from 'node:async_hooks';

export interface StreamRegistryOptions<Stream, Trace> {
  /** The maximum number of open streams: one more abandons the stream that has been silent for longest. */
  readonly maxStreams: number;
  /** A stream without an event for this time is abandoned. */
  readonly silenceMillis: number;
  /** Called when a stream is abandoned. Returns what to remember of it. */
  readonly onAbandoned: (stream: Stream) => Trace;
}

/** The number of ended streams that are remembered, so that events after a stream's end open no new one. */
const MAX_ENDED = 5_000;
/** The maximum delay of a timer. https://nodejs.org/api/timers.html */
const MAX_DELAY_MILLIS = 2_147_483_647;

interface Entry<Stream> {
  readonly id: string;
  readonly stream: Stream;
  lastEventMillis: number;
}

/**
 * The streams that have begun and not ended, by their ids. Streams that never end are evicted, so memory stays bounded: after a silence, or when too many
 * are open. Silence is measured by the monotonic clock from one arrival of an event to the next, so neither the times in events nor a change of the
 * system's clock abandon a stream. The timer keeps no process alive.
 */
export class StreamRegistry<Stream, Trace> {
  readonly #options: StreamRegistryOptions<Stream, Trace>;
  /** In the order of their last events, the longest silent stream first. */
  readonly #open = new Map<string, Entry<Stream>>();
  readonly #ended = new Map<string, Trace>();
  /** The timer must not keep the context of the request that started it. */
  readonly #withoutContext = AsyncLocalStorage.snapshot();
  /** The entry of the latest event: most events belong to the same stream as the one before. */
  #latest: Entry<Stream> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: StreamRegistryOptions<Stream, Trace>) {
    this.#options = options;
  }

  get size(): number {
    return this.#open.size;
  }

  /** An open stream, for which an event has arrived. */
  touch(id: string): Stream | undefined {
    const entry = this.#latest?.id === id ? this.#latest : this.#open.get(id);
    if (entry === undefined) return undefined;
    entry.lastEventMillis = performance.now();
    if (entry !== this.#latest) {
      this.#open.delete(id);
      this.#open.set(id, entry);
      this.#latest = entry;
    }
    return entry.stream;
  }

  /** An open stream, without an event. */
  get(id: string): Stream | undefined {
    return this.#open.get(id)?.stream;
  }

  /** The longest silent stream comes first. */
  all(): Stream[] {
    return [...this.#open.values()].map(({ stream }) => stream);
  }

  open(id: string, stream: Stream): Stream {
    this.#ended.delete(id);
    if (this.#open.size >= this.#options.maxStreams) this.#abandonOldest();
    const entry = { id, stream, lastEventMillis: performance.now() };
    this.#open.set(id, entry);
    this.#latest = entry;
    this.#startTimer();
    return stream;
  }

  end(id: string, trace: Trace): void {
    this.#close(id);
    this.#ended.delete(id);
    this.#ended.set(id, trace);
    if (this.#ended.size > MAX_ENDED) this.#ended.delete(this.#ended.keys().next().value as string);
  }

  /** The remembered data of a stream that has ended. */
  ended(id: string): Trace | undefined {
    return this.#ended.get(id);
  }

  /** Abandons the streams that have been silent for too long. */
  expire(): void {
    const limit = performance.now() - this.#options.silenceMillis;
    for (const { lastEventMillis } of [...this.#open.values()]) {
      if (lastEventMillis > limit) return;
      this.#abandonOldest();
    }
  }

  abandonAll(): void {
    while (this.#open.size > 0) this.#abandonOldest();
    this.#stopTimer();
  }

  clear(): void {
    this.#stopTimer();
    this.#latest = undefined;
    this.#open.clear();
    this.#ended.clear();
  }

  #startTimer(): void {
    if (this.#timer !== undefined) return;
    const [first] = this.#open.values();
    if (first === undefined) return;
    const wait = first.lastEventMillis + this.#options.silenceMillis - performance.now();
    const delay = Math.min(MAX_DELAY_MILLIS, Math.max(1, wait));
    this.#timer = this.#withoutContext(() => setTimeout(this.#onTimer, delay).unref());
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly #onTimer = (): void => {
    this.#timer = undefined;
    this.expire();
    this.#startTimer();
  };

  #abandonOldest(): void {
    const [oldest] = this.#open.values();
    if (oldest === undefined) return;
    this.#close(oldest.id);
    this.end(oldest.id, this.#options.onAbandoned(oldest.stream));
  }

  #close(id: string): void {
    this.#open.delete(id);
    if (this.#latest?.id === id) this.#latest = undefined;
  }
}
