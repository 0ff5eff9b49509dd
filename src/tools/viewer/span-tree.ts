import type {
  ReceivedLogRecord,
  ReceivedSpan,
  ReceivedSpanEvent,
  ReceivedTrace,
} from '../receiver/telemetry/telemetry-model.ts';

/** The subject of one line of the tree. */
export type TreeItem =
  | { type: 'span'; span: ReceivedSpan; parent: ReceivedSpan | undefined; note?: string }
  | { type: 'log'; log: ReceivedLogRecord; note?: string }
  | { type: 'event'; event: ReceivedSpanEvent }
  | { type: 'more'; count: number };

/** A line of the tree: `rails` is the drawing to the left of it. */
export interface TreeLine {
  rails: string;
  item: TreeItem;
}

interface Visit {
  span: ReceivedSpan;
  parent: ReceivedSpan | undefined;
  depth: number;
  connector: string;
  /** Prefix of the lines below this span. */
  rails: string;
  note?: string;
}

const MAX_NOTES_PER_SPAN = 20;

/** The spans of a trace as a forest. Every span is in it exactly once, with its log records and events. */
export class SpanTree {
  readonly #spans: Map<string, ReceivedSpan>;
  readonly #children: Map<string, ReceivedSpan[]>;
  readonly #logs: Map<string, ReceivedLogRecord[]>;
  readonly #visited = new Set<ReceivedSpan>();
  readonly #maxDepth: number;

  /** Below `maxDepth` levels the drawing is replaced by the number of the level. */
  constructor({ spans, logs }: ReceivedTrace, maxDepth: number) {
    this.#maxDepth = maxDepth;
    // A batch that was retried after a lost response arrives twice: the last copy counts.
    this.#spans = new Map(spans.map((span) => [span.spanId, span]));
    const unique = [...this.#spans.values()].sort(byStart);
    this.#children = Map.groupBy(unique, ({ parentSpanId }) => parentSpanId ?? '');
    this.#logs = Map.groupBy(logs, ({ spanId }) => (spanId && this.#spans.has(spanId) ? spanId : ''));
  }

  *lines(): Generator<TreeLine> {
    const spans = [...this.#spans.values()].sort(byStart);
    for (const span of spans) {
      if (!span.parentSpanId) yield* this.#walk(rootVisit(span));
      else if (!this.#spans.has(span.parentSpanId)) yield* this.#walk(rootVisit(span, 'parent not received'));
    }
    // The remaining spans form cycles: begin with the earliest.
    for (const span of spans) {
      if (!this.#visited.has(span)) yield* this.#walk(rootVisit(span, 'its parents form a circle'));
    }
    for (const log of this.#logs.get('') ?? []) {
      yield { rails: '', item: { type: 'log', log, note: 'its span was not received' } };
    }
  }

  /** Depth first with an explicit stack, because a trace may be deeper than the call stack. */
  *#walk(root: Visit): Generator<TreeLine> {
    const stack: (Visit | TreeLine)[] = [root];
    for (let next = stack.pop(); next; next = stack.pop()) {
      if ('item' in next) {
        yield next;
      } else if (!this.#visited.has(next.span)) {
        this.#visited.add(next.span);
        const { span, parent, connector, note } = next;
        yield { rails: connector, item: { type: 'span', span, parent, ...(note ? { note } : {}) } };
        stack.push(...this.#below(next).reverse());
      }
    }
  }

  /** Child spans, log records and events of a span in the order of time. */
  #below({ span, depth, rails }: Visit): (Visit | TreeLine)[] {
    const children = (this.#children.get(span.spanId) ?? []).filter((child) => !this.#visited.has(child));
    const last = children.at(-1);
    // Most log records have timestamps in whole milliseconds. Within the same millisecond they sort before spans.
    const entries = [
      ...this.#notes(span).map((item) => ({ time: wholeMillis(timeOf(item)), item })),
      ...children.map((child) => ({ time: wholeMillis(child.startTimeUnixNano), child })),
    ].sort((a, b) => compareTimes(a.time, b.time));
    let lastPassed = last === undefined;
    return entries.map((entry) => {
      const rail = lastPassed ? '   ' : '│  ';
      if ('item' in entry) return { rails: rails + rail, item: entry.item };
      lastPassed ||= entry.child === last;
      const belowRails = depth + 1 < this.#maxDepth ? rails + (lastPassed ? '   ' : '│  ') : `${depth + 1} ┈ `;
      const connector = rails + (lastPassed ? '└─ ' : '├─ ');
      return { span: entry.child, parent: span, depth: depth + 1, connector, rails: belowRails };
    });
  }

  #notes(span: ReceivedSpan): TreeItem[] {
    const notes: TreeItem[] = [
      ...span.events.map((event) => ({ type: 'event' as const, event })),
      ...(this.#logs.get(span.spanId) ?? []).map((log) => ({ type: 'log' as const, log })),
    ];
    const count = notes.length - MAX_NOTES_PER_SPAN;
    const sorted = notes.sort((a, b) => compareTimes(timeOf(a), timeOf(b)));
    return count > 0 ? [...sorted.slice(0, MAX_NOTES_PER_SPAN), { type: 'more', count }] : sorted;
  }
}

const rootVisit = (span: ReceivedSpan, note?: string): Visit => ({
  span,
  parent: undefined,
  depth: 0,
  connector: '',
  rails: '',
  ...(note ? { note } : {}),
});

/** The time of a log record; some sources only set the observed time. */
export const logTime = (log: ReceivedLogRecord): bigint => log.timeUnixNano || log.observedTimeUnixNano;

function timeOf(item: TreeItem): bigint {
  if (item.type === 'log') return logTime(item.log);
  if (item.type === 'event') return item.event.timeUnixNano;
  if (item.type === 'span') return item.span.startTimeUnixNano;
  // The last line is "… 980 more".
  return 2n ** 64n;
}

const wholeMillis = (nanos: bigint): bigint => nanos / 1_000_000n;

export const compareTimes = (a: bigint, b: bigint): number => (a < b ? -1 : Number(a > b));
const byStart = (a: ReceivedSpan, b: ReceivedSpan): number => compareTimes(a.startTimeUnixNano, b.startTimeUnixNano);
