import type { StreamRecord } from '../record/stream-record.ts';

/** Streams that ended are remembered so long, as many of them: what still comes of them begins no new record. */
const REMEMBERED_ENDS = 5_000;

export interface ActiveStreamLimits {
  /** Milliseconds without an event, by our clock, after which a stream counts as abandoned. */
  readonly timeoutMillis: number;
  readonly maxStreams: number;
}

/** The streams that go on, least recently heard of first. What is too old or too many is handed out to be dealt with. */
export class ActiveStreams {
  readonly #limits: ActiveStreamLimits;
  readonly #records = new Map<string, StreamRecord>();
  readonly #ended = new Set<string>();
  #newest: StreamRecord | undefined;

  constructor(limits: ActiveStreamLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#records.size;
  }

  get(streamId: string): StreamRecord | undefined {
    return this.#newest?.telemetry.streamId === streamId ? this.#newest : this.#records.get(streamId);
  }

  /** Least recently heard of first. */
  all(): StreamRecord[] {
    return [...this.#records.values()];
  }

  hasEnded(streamId: string): boolean {
    return this.#ended.has(streamId);
  }

  add(record: StreamRecord): void {
    this.#ended.delete(record.telemetry.streamId);
    this.heardOf(record);
  }

  heardOf(record: StreamRecord): void {
    record.lastArrival = Date.now();
    if (record === this.#newest) return;
    this.#newest = record;
    this.#records.delete(record.telemetry.streamId);
    this.#records.set(record.telemetry.streamId, record);
  }

  end(record: StreamRecord): void {
    const { streamId } = record.telemetry;
    if (this.#newest === record) this.#newest = undefined;
    if (this.#records.get(streamId) === record) this.#records.delete(streamId);
    this.#ended.delete(streamId);
    this.#ended.add(streamId);
    const [oldest] = this.#ended;
    if (this.#ended.size > REMEMBERED_ENDS && oldest !== undefined) this.#ended.delete(oldest);
  }

  /** Takes out the streams that were abandoned, or are the oldest of too many. */
  takeAbandoned(): StreamRecord[] {
    const deadline = Date.now() - this.#limits.timeoutMillis;
    const taken: StreamRecord[] = [];
    for (const record of this.#records.values()) {
      if (this.#records.size <= this.#limits.maxStreams && record.lastArrival > deadline) break;
      this.end(record);
      taken.push(record);
    }
    return taken;
  }

  takeAll(): StreamRecord[] {
    const taken = [...this.#records.values()];
    for (const record of taken) this.end(record);
    return taken;
  }

  clear(): void {
    this.#records.clear();
    this.#ended.clear();
    this.#newest = undefined;
  }
}
