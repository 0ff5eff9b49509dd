import type { DropCount } from './drop-count.ts';
import type { RecordedSpan } from './recorded-span.ts';

/** More of one trace are exported, but not kept. */
const MAX_SPANS = 1_000;

/** The spans of one trace. */
export class TraceRecord {
  readonly traceId: string;
  readonly spans: RecordedSpan[] = [];
  /** That of `startTrace`: it ends with `finishTrace`. */
  root: RecordedSpan | undefined;
  /** Spans that are not finished. */
  open = 0;
  /** Started by `startTrace`, and not finished yet. */
  isStarted = false;
  /** The application's own id for it. */
  ownId: string | undefined;

  constructor(traceId: string) {
    this.traceId = traceId;
  }

  get isActive(): boolean {
    return this.isStarted || this.open > 0;
  }
}

/** Traces that go on and are passed over when one has to go: where nothing is ever finished, the search must not take longer and longer. */
const MAX_PASSED = 100;

/** First in, first out. A Map from which the first entry is always deleted gets slow, and so does `Array.shift`. */
class RecordQueue {
  #records: TraceRecord[] = [];
  #first = 0;

  push(record: TraceRecord): void {
    this.#records.push(record);
  }

  shift(): TraceRecord {
    const record = this.#records[this.#first++] as TraceRecord;
    if (this.#first > 1_000 && this.#first * 2 > this.#records.length) {
      this.#records = this.#records.slice(this.#first);
      this.#first = 0;
    }
    return record;
  }

  clear(): void {
    this.#records = [];
    this.#first = 0;
  }
}

/** Keeps the latest traces. What has to go is counted. */
export class TraceStore {
  readonly #traces = new Map<string, TraceRecord>();
  readonly #spans = new Map<string, RecordedSpan>();
  /** Own id -> trace id. */
  readonly #ownIds = new Map<string, string>();
  /** In the order in which they go. */
  readonly #queue = new RecordQueue();
  readonly #maxTraces: number;
  readonly #tooMany: string;
  readonly #drops: DropCount;

  constructor(maxTraces: number, drops: DropCount) {
    this.#maxTraces = maxTraces;
    this.#tooMany = `expected at most ${maxTraces} traces to be read back; the oldest ones are not kept`;
    this.#drops = drops;
  }

  get spans(): ReadonlyMap<string, RecordedSpan> {
    return this.#spans;
  }

  get traces(): readonly TraceRecord[] {
    return [...this.#traces.values()];
  }

  /** By its id, or by the one that the application gave it. */
  trace(id: string): TraceRecord | undefined {
    return this.#traces.get(id) ?? this.#traces.get(this.#ownIds.get(id) ?? '');
  }

  add(span: RecordedSpan): TraceRecord {
    const record = this.#traces.get(span.traceId) ?? this.#open(span.traceId);
    if (record.spans.length >= MAX_SPANS) {
      this.#drops.add(`expected at most ${MAX_SPANS} spans of a trace; the others are exported, not kept`);
      return record;
    }
    record.spans.push(span);
    record.open++;
    this.#spans.set(span.spanId, span);
    return record;
  }

  name(record: TraceRecord, ownId: string): void {
    record.ownId = ownId;
    this.#ownIds.set(ownId, record.traceId);
  }

  ended(span: RecordedSpan): void {
    const record = this.#traces.get(span.traceId);
    if (this.#spans.get(span.spanId) === span && record !== undefined) record.open--;
    else if (record === undefined || record.spans.length < MAX_SPANS)
      this.#drops.add('expected a span to be finished before clear(); it is exported, not kept');
  }

  clear(): void {
    this.#traces.clear();
    this.#spans.clear();
    this.#ownIds.clear();
    this.#queue.clear();
  }

  #open(traceId: string): TraceRecord {
    if (this.#traces.size >= this.#maxTraces) this.#evict(this.#nextOut());
    const record = new TraceRecord(traceId);
    this.#traces.set(traceId, record);
    this.#queue.push(record);
    return record;
  }

  /** The oldest one that is over; only where so many go on, one of those. */
  #nextOut(): TraceRecord {
    for (let passed = 0; passed < MAX_PASSED; passed++) {
      const oldest = this.#queue.shift();
      if (!oldest.isActive) return oldest;
      this.#queue.push(oldest);
    }
    return this.#queue.shift();
  }

  #evict(record: TraceRecord): void {
    this.#drops.add(this.#tooMany);
    for (const span of record.spans) if (span.endMicros === undefined) span.finish({ status: 'UNSET' });
    for (const span of record.spans) this.#spans.delete(span.spanId);
    record.isStarted = false;
    if (record.ownId !== undefined) this.#ownIds.delete(record.ownId);
    this.#traces.delete(record.traceId);
  }
}
