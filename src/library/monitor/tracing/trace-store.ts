import type { DropCount } from '../../../foundation/diagnostics/drop-count.ts';
import type { RecordedSpan } from './recorded-span.ts';

/** Spans of one trace that are kept. Further ones are exported, but cannot be read back. */
const MAX_SPANS = 1_000;

/** The spans of one trace. */
export class TraceRecord {
  readonly traceId: string;
  readonly spans: RecordedSpan[];
  /** The span that `startTrace` opened; `finishTrace` ends it. */
  root: RecordedSpan | undefined;
  /** Number of unfinished spans. */
  open = 0;
  /** Started by `startTrace`, and not finished yet. */
  isStarted = false;
  /** The application's own id for it. */
  ownId: string | undefined;

  constructor(traceId: string, first?: RecordedSpan) {
    this.traceId = traceId;
    // V8 reserves 17 places when the first item is pushed to an empty array; most traces have fewer spans.
    this.spans = first === undefined ? [] : [first];
  }

  get isActive(): boolean {
    return this.isStarted || this.open > 0;
  }
}

/** Active traces that eviction skips at most: when no trace is ever finished, the search must stay short. */
const MAX_PASSED = 2_000;

/** Keeps the latest traces and counts evicted ones. */
export class TraceStore {
  readonly #traces = new Map<string, TraceRecord>();
  /** Spans by id. Built on the first look-up, because most applications never look one up. */
  #index: Map<string, RecordedSpan> | undefined;
  #spanCount = 0;
  /** Own id -> trace id. */
  readonly #ownIds = new Map<string, string>();
  /** Traces in the order of their eviction. */
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

  /** All spans in the order in which they were started. */
  get spans(): RecordedSpan[] {
    return this.traces.flatMap(({ spans }) => spans).sort((a, b) => a.startMicros - b.startMicros);
  }

  get traces(): readonly TraceRecord[] {
    return [...this.#traces.values()];
  }

  /** Finds a trace by its trace id or by the application's own id. */
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
    // The search runs backwards: most spans end soon after they were started.
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

  /** The oldest inactive trace, or an active one when too many are active. */
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
    // The application knows a trace by its id only, and the id becomes unknown here. Other spans of the trace are ended by their owners.
    if (record.root?.endMicros === undefined) record.root?.finish({ status: 'UNSET' });
    for (const span of record.spans) this.#index?.delete(span.spanId);
    this.#spanCount -= record.spans.length;
    record.isStarted = false;
    if (record.ownId !== undefined) this.#ownIds.delete(record.ownId);
    this.#traces.delete(record.traceId);
  }
}

/** A queue, first in, first out. Deleting the first entry of a Map, or `Array.shift`, gets slow with its length. */
export class RecordQueue<Item> {
  #items: (Item | undefined)[] = [];
  #first = 0;

  push(item: Item): void {
    this.#items.push(item);
  }

  shift(): Item {
    const item = this.#items[this.#first] as Item;
    // A reference in the array would keep the item alive.
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
