import { VERSION } from '../../../foundation/diagnostics/version.ts';
import type { SpanAttributes, SpanData } from './span-data.ts';
import { nowMicros } from './trace-clock.ts';
import { errorTags } from './trace-document.ts';

export const SCOPE = 'otelier/monitor';

export interface JaegerTag {
  readonly key: string;
  readonly type: 'string' | 'bool' | 'int64' | 'float64';
  readonly value: string | boolean | number;
}

export interface JaegerSpanDocument {
  readonly traceID: string;
  readonly spanID: string;
  readonly operationName: string;
  readonly references: readonly { refType: 'CHILD_OF'; traceID: string; spanID: string }[];
  /** Microseconds since 1970. */
  readonly startTime: number;
  /** Microseconds. */
  readonly duration: number;
  readonly tags: readonly JaegerTag[];
  readonly logs: readonly { timestamp: number; fields: readonly JaegerTag[] }[];
  readonly processID: string;
  readonly warnings: readonly string[] | null;
}

/** The response of Jaeger's `/api/traces/<id>`. */
export interface JaegerDocument {
  readonly data: readonly {
    readonly traceID: string;
    readonly spans: readonly JaegerSpanDocument[];
    readonly processes: Readonly<Record<string, { serviceName: string; tags: readonly JaegerTag[] }>>;
    readonly warnings: readonly string[] | null;
  }[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly errors: readonly { code: number; msg: string; traceID: string }[] | null;
}

const PROCESS = 'p1';

/** https://www.jaegertracing.io/docs/1.62/apis/#http-json-internal */
export function jaegerDocument(traceId: string, serviceName: string, spans: readonly SpanData[]): JaegerDocument {
  const page = { total: 0, limit: 0, offset: 0 };
  if (spans.length === 0)
    return { data: [], ...page, errors: [{ code: 404, msg: 'trace not found', traceID: traceId }] };
  const processes = { [PROCESS]: { serviceName, tags: [] } };
  return {
    data: [{ traceID: traceId, spans: spans.map(jaegerSpan), processes, warnings: null }],
    ...page,
    errors: null,
  };
}

function jaegerSpan(span: SpanData): JaegerSpanDocument {
  const { traceId: traceID, parentSpanId, startMicros, endMicros } = span;
  return {
    traceID,
    spanID: span.spanId,
    operationName: span.name,
    references: parentSpanId === undefined ? [] : [{ refType: 'CHILD_OF', traceID, spanID: parentSpanId }],
    startTime: startMicros,
    duration: (endMicros ?? nowMicros()) - startMicros,
    tags: tagsOf({ ...span.attributes, ...addedTags(span) }),
    logs: span.events.map(({ name, micros, attributes }) => ({
      timestamp: micros,
      fields: tagsOf({ event: name, ...attributes }),
    })),
    processID: PROCESS,
    warnings: endMicros === undefined ? ['the span is not finished: its duration is that up to now'] : null,
  };
}

/** The tags that Jaeger adds to a span it received over OTLP. */
function addedTags(span: SpanData): SpanAttributes {
  return {
    'otel.scope.name': SCOPE,
    'otel.scope.version': VERSION,
    'span.kind': 'internal',
    'internal.span.format': 'otlp',
    ...(span.status === 'UNSET' ? {} : { 'otel.status_code': span.status }),
    ...errorTags(span),
  };
}

const tagsOf = (attributes: Readonly<Record<string, unknown>>): JaegerTag[] =>
  Object.entries(attributes).map(([key, value]) => ({ key, ...typed(value) }));

function typed(value: unknown): Omit<JaegerTag, 'key'> {
  if (typeof value === 'boolean') return { type: 'bool', value };
  if (typeof value === 'number') return { type: Number.isSafeInteger(value) ? 'int64' : 'float64', value };
  return { type: 'string', value: typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)) };
}
