import type { DropCount } from '../../../foundation/diagnostics/drop-count.ts';
import type { RecordedSpan } from './recorded-span.ts';

/** More of one trace are exported, but not kept. */
const MAX_SPANS = 1_000;

/** The spans of one trace. */
export class TraceRecord {
  readonly traceId: string;
  readonly spans: RecordedSpan[];
  /** That of `startTrace`: it ends with `finishTrace`. */
  root: RecordedSpan | undefined;
  /** Spans that are not finished. */
  open = 0;
  /** Started by `startTrace`, and not finished yet. */
  isStarted = false;
  /** The application's own id for it. */
  ownId: string | undefined;

  constructor(traceId: string, first?: RecordedSpan) {
    this.traceId = traceId;
    // An empty array takes room for 17 with the first one; most traces have fewer.
    this.spans = first === undefined ? [] : [first];
  }

  get isActive(): boolean {
    return this.isStarted || this.open > 0;
  }
}

/** Traces that go on and are passed over when one has to go: where nothing is ever finished, the search must not take longer and longer. */
const MAX_PASSED = 2_000;

/** Keeps the latest traces. What has to go is counted. */
export class TraceStore {
  readonly #traces = new Map<string, TraceRecord>();
  /** By id: made when the first one is asked for. Most applications never do, and each span would pay for it. */
  #index: Map<string, RecordedSpan> | undefined;
  #spanCount = 0;
  /** Own id -> trace id. */
  readonly #ownIds = new Map<string, string>();
  /** In the order in which they go. */
  readonly #queue = new RecordQueue<TraceRecord>();
  readonly #maxTraces: number;
  readonly #tooMany: string;
  readonly #drops: DropCount;

  constructor(maxTraces: number, drops: DropCount) {
    this.#maxTraces = maxTraces;
    this.#tooMany = `expected at most ${maxTraces} traces to be read back; the oldest ones are not kept`;
    this.#drops = drops;
  }

  get spanCount(): number {
    return this.#spanCount;
  }

  span(spanId: string): RecordedSpan | undefined {
    this.#index ??= new Map(this.spans.map((each) => [each.spanId, each]));
    return this.#index.get(spanId);
  }

  /** In the order in which they were started. */
  get spans(): RecordedSpan[] {
    return this.traces.flatMap(({ spans }) => spans).sort((a, b) => a.startMicros - b.startMicros);
  }

  get traces(): readonly TraceRecord[] {
    return [...this.#traces.values()];
  }

  /** By its id, or by the one that the application gave it. */
  trace(id: string): TraceRecord | undefined {
    return this.#traces.get(id) ?? this.#traces.get(this.#ownIds.get(id) ?? '');
  }

  add(span: RecordedSpan): TraceRecord {
    const known = this.#traces.get(span.traceId);
    if (known !== undefined && known.spans.length >= MAX_SPANS) {
      this.#drops.add(`expected at most ${MAX_SPANS} spans of a trace; the others are exported, not kept`);
      return known;
    }
    known?.spans.push(span);
    const record = known ?? this.#open(span);
    record.open++;
    this.#spanCount++;
    this.#index?.set(span.spanId, span);
    return record;
  }

  name(record: TraceRecord, ownId: string): void {
    record.ownId = ownId;
    this.#ownIds.set(ownId, record.traceId);
  }

  ended(span: RecordedSpan): void {
    const record = this.#traces.get(span.traceId);
    // From the end: what ends now was mostly started a moment ago.
    if (record !== undefined && record.spans.lastIndexOf(span) >= 0) record.open--;
    else if (record === undefined || record.spans.length < MAX_SPANS)
      this.#drops.add(
        'expected a span to be finished while its trace is kept; it is exported, and cannot be read back',
      );
  }

  clear(): void {
    this.#traces.clear();
    this.#index = undefined;
    this.#spanCount = 0;
    this.#ownIds.clear();
    this.#queue.clear();
  }

  #open(first: RecordedSpan): TraceRecord {
    if (this.#traces.size >= this.#maxTraces) this.#evict(this.#nextOut());
    const record = new TraceRecord(first.traceId, first);
    this.#traces.set(first.traceId, record);
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
    // Its id, which is all that the application has of it, is forgotten with it. Whoever has another span of it ends that one.
    if (record.root?.endMicros === undefined) record.root?.finish({ status: 'UNSET' });
    for (const span of record.spans) this.#index?.delete(span.spanId);
    this.#spanCount -= record.spans.length;
    record.isStarted = false;
    if (record.ownId !== undefined) this.#ownIds.delete(record.ownId);
    this.#traces.delete(record.traceId);
  }
}

/** First in, first out. A Map from which the first entry is always deleted gets slow, and so does `Array.shift`. */
export class RecordQueue<Item> {
  #items: (Item | undefined)[] = [];
  #first = 0;

  push(item: Item): void {
    this.#items.push(item);
  }

  shift(): Item {
    const item = this.#items[this.#first] as Item;
    // Or what is gone would be kept alive by its place.
    this.#items[this.#first++] = undefined;
    if (this.#first > 1_000 && this.#first * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }

  clear(): void {
    this.#items = [];
    this.#first = 0;
  }
}
