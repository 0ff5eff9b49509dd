import { isoOf, type SpanAttributes, type SpanData } from './span-data.ts';
import type { TraceSpan } from './trace-span.ts';

/** A trace as it was when it was read. */
export interface Trace {
  readonly traceId: string;
  readonly serviceName: string;
  readonly spans: readonly TraceSpan[];
  toJSON(): TraceDocument;
}

export interface TraceDocument {
  readonly trace_id: string;
  readonly service_name: string;
  /** ISO 8601; null without spans. */
  readonly start_time: string | null;
  /** null until all spans are finished. */
  readonly end_time: string | null;
  /** Seconds. */
  readonly duration: number | null;
  readonly span_count: number;
  /** Spans without a parent in this process; the others are nested under `child_spans`. */
  readonly spans: readonly TraceSpanDocument[];
}

export interface TraceSpanDocument {
  readonly trace_id: string;
  readonly span_id: string;
  readonly operation_name: string;
  readonly start_time: string;
  readonly end_time: string | null;
  /** Seconds. */
  readonly duration: number | null;
  readonly tags: Readonly<SpanAttributes>;
  readonly logs: readonly { timestamp: string; message: string; fields: Readonly<SpanAttributes> }[];
  readonly child_spans: readonly TraceSpanDocument[];
}

export function traceDocument(traceId: string, serviceName: string, spans: readonly SpanData[]): TraceDocument {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const children = Map.groupBy(spans, ({ parentSpanId }) =>
    parentSpanId !== undefined && ids.has(parentSpanId) ? parentSpanId : '',
  );
  const starts = spans.map(({ startMicros }) => startMicros);
  const ends = spans.flatMap(({ endMicros }) => endMicros ?? []);
  const start = spans.length === 0 ? undefined : Math.min(...starts);
  const end = spans.length === 0 || ends.length < spans.length ? undefined : Math.max(...ends);
  return {
    trace_id: traceId,
    service_name: serviceName,
    start_time: start === undefined ? null : isoOf(start),
    end_time: end === undefined ? null : isoOf(end),
    duration: start === undefined || end === undefined ? null : (end - start) / 1e6,
    span_count: spans.length,
    spans: (children.get('') ?? []).map((span) => nested(span, children)),
  };
}

function nested(span: SpanData, children: ReadonlyMap<string, readonly SpanData[]>): TraceSpanDocument {
  const { endMicros, startMicros } = span;
  return {
    trace_id: span.traceId,
    span_id: span.spanId,
    operation_name: span.name,
    start_time: isoOf(startMicros),
    end_time: endMicros === undefined ? null : isoOf(endMicros),
    duration: endMicros === undefined ? null : (endMicros - startMicros) / 1e6,
    tags: { ...span.attributes, ...errorTags(span) },
    logs: span.events.map(({ name, timestamp, attributes }) => ({
      timestamp: timestamp.toISOString(),
      message: name,
      fields: { ...attributes },
    })),
    child_spans: (children.get(span.spanId) ?? []).map((child) => nested(child, children)),
  };
}

/** Jaeger's tags for an error, because this form has no status. */
export function errorTags({ status, error }: SpanData): SpanAttributes {
  if (status !== 'ERROR') return {};
  return { error: true, ...(error === undefined ? {} : { 'otel.status_description': error }) };
}
