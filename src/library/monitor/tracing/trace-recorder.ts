import { type Context, context, isSpanContextValid, type Span, trace } from '@opentelemetry/api';
import { attempt } from '../../../foundation/diagnostics/attempt.ts';
import { DropCount } from '../../../foundation/diagnostics/drop-count.ts';
import { text, validateOptions, wholeNumberFrom } from '../../../foundation/diagnostics/options.ts';
import { ActiveSpan } from './active-span.ts';
import { RecordedSpan, type SpanOwner } from './recorded-span.ts';
import { copyAttributes, type SpanAttributes } from './span-data.ts';
import { SpanStarter } from './span-starter.ts';
import { newTraceId, traceIdFor } from './trace-id.ts';
import { type TraceRecord, TraceStore } from './trace-store.ts';

export interface TracerOptions {
  /** In documents that are read back; what is exported has the service's name of the SDK. @default 'otelier' */
  readonly serviceName?: string;
  /** Traces that can be read back. @default 1000 */
  readonly maxTraces?: number;
}

export interface StartTraceOptions {
  /**
   * 32 hexadecimal digits are the trace's id; anything else is mapped to one, and kept as the attribute `otelier.trace_id`. With an SDK that is not
   * otelier's the trace has an id of that SDK.
   */
  readonly traceId?: string;
  readonly attributes?: Readonly<SpanAttributes>;
}

export interface SpanOptions {
  readonly traceId?: string;
  readonly parentSpanId?: string;
  readonly attributes?: Readonly<SpanAttributes>;
}

const RULES = { serviceName: text, maxTraces: wholeNumberFrom(1) };
const OWN_ID = 'otelier.trace_id';

/** The recording half of a Tracer. */
export class TraceRecorder {
  readonly serviceName: string;
  protected readonly drops: DropCount = new DropCount();
  protected readonly store: TraceStore;
  protected readonly active: ActiveSpan = new ActiveSpan();
  readonly #starter = new SpanStarter();
  readonly #owner: SpanOwner;

  /** @throws {TypeError} on an option of the wrong kind, naming it */
  constructor(options: TracerOptions = {}) {
    const { serviceName = 'otelier', maxTraces = 1_000 } = validateOptions('Tracer', options, RULES);
    this.serviceName = serviceName;
    const store = new TraceStore(maxTraces, this.drops);
    this.store = store;
    this.#owner = { ended: (span) => store.ended(span), dropped: (problem) => this.drops.add(problem) };
  }

  /** What was left out, or folded into something else. */
  get droppedCount(): number {
    return this.drops.count;
  }

  /** Of what can be read back. */
  get counts(): { readonly spans: number; readonly activeSpans: number; readonly activeTraces: number } {
    const { traces, spanCount } = this.store;
    return {
      spans: spanCount,
      activeSpans: traces.reduce((sum, { open }) => sum + open, 0),
      activeTraces: traces.filter(({ isActive }) => isActive).length,
    };
  }

  /** What is current in this async context, as an OpenTelemetry context: a span, or else a trace. */
  get currentContext(): Context {
    const span = validSpan(this.active.current);
    return span === undefined ? context.active() : trace.setSpan(context.active(), span);
  }

  protected openTrace(name: string, options: StartTraceOptions): TraceRecord {
    const { traceId: own, attributes } = this.#readOptions(options);
    const isGiven = typeof own === 'string' && own !== '';
    if (own !== undefined && own !== null && !isGiven)
      this.drops.add('expected the traceId of a trace to be a non-empty string; it has an id of its own');
    const traceId = isGiven ? traceIdFor(own) : newTraceId();
    const isMapped = isGiven && traceId !== own.toLowerCase();
    const kept = { ...copyAttributes(attributes), ...(isMapped ? { [OWN_ID]: own } : {}) };
    const root = this.#start(name, kept, undefined, isGiven ? traceId : undefined);
    const record = this.store.add(root);
    if (isGiven && root.traceId !== own) this.store.name(record, own);
    // Another SDK's ids are its own affair.
    if (isGiven && root.traceId !== traceId && !isMapped) root.setAttribute(OWN_ID, own);
    record.root = root;
    record.isStarted = true;
    this.active.enterTrace(record, root);
    return record;
  }

  protected openSpan(name: string, given: SpanOptions): RecordedSpan {
    const options = this.#readOptions(given);
    const { traceId, parent } = this.#placeOf(options);
    const span = this.#start(name, copyAttributes(options.attributes), parent, traceId);
    this.store.add(span);
    return span;
  }

  /** Reads each option once: the options may be a proxy that throws. */
  #readOptions(options: SpanOptions): SpanOptions {
    const read = attempt(() => {
      const { traceId, parentSpanId, attributes } = options ?? {};
      return { traceId, parentSpanId, attributes } as SpanOptions;
    });
    if (read === undefined) this.drops.add('expected options of a span that can be read; they are ignored');
    return read ?? {};
  }

  #start(name: unknown, attributes: SpanAttributes, parent: Span | undefined, traceId?: string): RecordedSpan {
    const isNamed = typeof name === 'string' && name.trim() !== '';
    if (!isNamed) this.drops.add('expected the name of a span to be a non-empty string; it is "unnamed"');
    return this.#starter.start({ name: isNamed ? name : 'unnamed', attributes, parent, traceId, owner: this.#owner });
  }

  /** The parent of a new span, or the id that its trace is to have. */
  #placeOf({ parentSpanId, traceId }: SpanOptions): { parent?: Span | undefined; traceId?: string | undefined } {
    if (parentSpanId !== undefined && parentSpanId !== null) {
      const parent = this.store.span(parentSpanId);
      if (parent !== undefined) return { parent: parent.otel };
      this.drops.add('expected parentSpanId to be the id of a span that is known; the parent is another one');
    }
    const current = this.active.current;
    if (traceId === undefined || traceId === null) return { parent: validSpan(current) };
    const record = this.store.trace(traceId);
    if (record === undefined) {
      this.drops.add('expected traceId to be the id of a trace that is known; the span is the root of one');
      return { traceId: typeof traceId === 'string' && traceId !== '' ? traceIdFor(traceId) : undefined };
    }
    const inside = validSpan(current);
    const isInside = inside?.spanContext().traceId === record.traceId;
    return { parent: isInside ? inside : (record.root ?? record.spans[0])?.otel };
  }
}

function validSpan(otel: RecordedSpan | Span | undefined): Span | undefined {
  // Its ids were seen to.
  if (otel instanceof RecordedSpan) return otel.otel;
  return otel !== undefined && isSpanContextValid(otel.spanContext()) ? otel : undefined;
}
