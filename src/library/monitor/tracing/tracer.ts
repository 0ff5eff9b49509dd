import type { AttributeValue } from '@opentelemetry/api';
import { attempt } from '../../../foundation/diagnostics/attempt.ts';
import { deferRedactor } from '../../../foundation/redaction/deferred-redactor.ts';
import { observe } from '../metrics/call-outcome.ts';
import { type JaegerDocument, jaegerDocument } from './jaeger-document.ts';
import { redactSpanData } from './redacted-span-data.ts';
import type { SpanAttributes, SpanData } from './span-data.ts';
import { type Trace, type TraceDocument, traceDocument } from './trace-document.ts';
import { type SpanOptions, type StartTraceOptions, TraceRecorder } from './trace-recorder.ts';
import type { FinishOptions, TraceSpan } from './trace-span.ts';

const redactor = deferRedactor({});

/**
 * Traces whose spans are OpenTelemetry spans, exported as usual, and can be read back in the process, with and without an SDK. Bad options throw at
 * construction; nothing else throws: bad data is left out, or folded, and counted in `droppedCount`.
 * @example tracer.span('load order', (span) => { span.setAttribute('order.id', id); return load(id); });
 */
export class Tracer extends TraceRecorder {
  /**
   * Starts a trace with a root span of that name. It is the current trace of this async context until `finishTrace`; concurrent requests never mix
   * when each runs in an async context of its own, as those of a server do.
   * @returns its trace id, 32 hexadecimal digits; anywhere else the own id that was given is known as well
   */
  startTrace(name: string, options: StartTraceOptions = {}): string {
    return this.openTrace(name, options ?? {}).traceId;
  }

  /** Ends a trace: its root span and, counted, those that nobody has finished. */
  finishTrace(traceId: string): void {
    const record = this.store.trace(traceId);
    if (record === undefined || !record.isActive) {
      this.drops.add('expected finishTrace with the id of a trace that is not finished; it is ignored');
      return;
    }
    for (const span of record.spans.toReversed()) {
      if (span.endMicros !== undefined || span === record.root) continue;
      this.drops.add('expected all spans to be finished before their trace; they end with it');
      span.finish({ status: 'UNSET' });
    }
    if (record.root?.endMicros === undefined) record.root?.finish();
    record.isStarted = false;
  }

  /** Starts a span, which is not the active one; `finishSpan` or its own `finish` ends it. */
  startSpan(name: string, options: SpanOptions = {}): TraceSpan {
    return this.openSpan(name, options ?? {});
  }

  finishSpan(span: TraceSpan | string, options: FinishOptions = {}): void {
    const found = typeof span === 'string' ? this.store.span(span) : span;
    const isFinished = attempt(() => {
      if (typeof found?.finish !== 'function') return false;
      found.finish(options);
      return true;
    });
    if (isFinished !== true) this.#unknown('finishSpan');
  }

  /**
   * Runs a function in a span, which is the active one inside, across awaits. A throw, or a rejected promise, marks it ERROR and is passed on.
   */
  span<T>(name: string, fn: (span: TraceSpan) => T): T;
  span<T>(name: string, options: SpanOptions, fn: (span: TraceSpan) => T): T;
  span<T>(name: string, first: SpanOptions | ((span: TraceSpan) => T), second?: (span: TraceSpan) => T): T {
    const [options, fn] = typeof first === 'function' ? [{}, first] : [first ?? {}, second];
    if (typeof fn !== 'function')
      throw new TypeError(`Tracer: expected fn of span() to be a function, got ${typeof fn}`);
    const span = this.openSpan(name, options);
    return observe(
      () => this.active.run(span, () => fn(span)),
      // One that was finished inside has said how it ended.
      ({ failure }) => {
        if (span.endMicros === undefined) span.finish(failure === undefined ? {} : { status: 'ERROR', ...failure });
      },
    );
  }

  addSpanTag(spanId: string, key: string, value: AttributeValue): void {
    const span = this.store.span(spanId);
    if (span === undefined) this.#unknown('addSpanTag');
    else span.setAttribute(key, value);
  }

  addSpanLog(spanId: string, message: string, fields?: Readonly<SpanAttributes>): void {
    const span = this.store.span(spanId);
    if (span === undefined) this.#unknown('addSpanLog');
    else span.addEvent(message, fields);
  }

  getSpan(spanId: string): TraceSpan | undefined {
    return this.store.span(spanId);
  }

  /** In the order in which they were started. */
  getTraceSpans(traceId: string): TraceSpan[] {
    return [...(this.store.trace(traceId)?.spans ?? [])];
  }

  getAllSpans(): TraceSpan[] {
    return this.store.spans;
  }

  getTrace(traceId: string): Trace | undefined {
    const record = this.store.trace(traceId);
    if (record === undefined) return undefined;
    const { serviceName } = this;
    const trace = { traceId: record.traceId, serviceName, spans: [...record.spans] };
    return { ...trace, toJSON: () => traceDocument(trace.traceId, serviceName, trace.spans) };
  }

  /** A trace as `getTrace` has it, or as Jaeger's query API answers it; without secrets. Of an unknown trace an empty document. */
  exportTrace(traceId: string, format: 'json' | 'jaeger' = 'json'): TraceDocument | JaegerDocument {
    if (format === 'jaeger') return this.exportJaeger(traceId);
    if (format !== 'json') this.drops.add("expected the format of a trace to be 'json' or 'jaeger'; it is 'json'");
    const [id, spans] = this.#exported(traceId);
    return traceDocument(id, this.serviceName, spans);
  }

  exportJaeger(traceId: string): JaegerDocument {
    const [id, spans] = this.#exported(traceId);
    return jaegerDocument(id, this.serviceName, spans);
  }

  /** Forgets what can be read back. Spans that are not finished are exported when they are. */
  clear(): void {
    for (const record of this.store.traces) record.isStarted = false;
    this.store.clear();
    this.drops.clear();
  }

  #exported(traceId: string): readonly [string, readonly SpanData[]] {
    const record = this.store.trace(traceId);
    if (record === undefined) this.#unknown('exportTrace');
    const spans = (record?.spans ?? []).map((span) => redactSpanData(span, redactor));
    return [record?.traceId ?? (typeof traceId === 'string' ? traceId : ''), spans];
  }

  #unknown(call: string): void {
    this.drops.add(`expected ${call} with an id that is known, got another one; it is ignored`);
  }
}
