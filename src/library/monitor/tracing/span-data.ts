import type { AttributeValue } from '@opentelemetry/api';
import { exportableValue } from '../../../foundation/log-lines/exportable-value.ts';
import { entriesOf } from '../../../foundation/log-lines/plain-value.ts';

export type SpanStatus = 'OK' | 'ERROR' | 'UNSET';
export type SpanAttributes = Record<string, AttributeValue>;

export interface SpanEvent {
  readonly name: string;
  readonly timestamp: Date;
  /** The same in microseconds since 1970. */
  readonly micros: number;
  readonly attributes: Readonly<SpanAttributes>;
}

/** What is kept of a span, finished or not. */
export interface SpanData {
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  readonly parentSpanId?: string | undefined;
  readonly name: string;
  /** In microseconds since 1970. */
  readonly startMicros: number;
  /** Absent while it is not finished. */
  readonly endMicros?: number | undefined;
  readonly status: SpanStatus;
  readonly attributes: Readonly<SpanAttributes>;
  readonly events: readonly SpanEvent[];
  readonly error?: string | undefined;
  /** Whether OpenTelemetry records and exports it as well. */
  readonly isSampled: boolean;
}

export interface SpanDocument {
  readonly span_id: string;
  readonly trace_id: string;
  readonly parent_span_id: string | null;
  readonly name: string;
  /** ISO 8601. */
  readonly start_time: string;
  readonly end_time: string | null;
  readonly duration_ms: number | null;
  readonly status: SpanStatus;
  readonly attributes: Readonly<SpanAttributes>;
  readonly events: readonly { name: string; timestamp: string; attributes: Readonly<SpanAttributes> }[];
  readonly error: string | null;
}

export function spanDocument(span: SpanData): SpanDocument {
  const { endMicros, startMicros } = span;
  return {
    span_id: span.spanId,
    trace_id: span.traceId,
    parent_span_id: span.parentSpanId ?? null,
    name: span.name,
    start_time: isoOf(startMicros),
    end_time: endMicros === undefined ? null : isoOf(endMicros),
    duration_ms: endMicros === undefined ? null : (endMicros - startMicros) / 1_000,
    status: span.status,
    attributes: { ...span.attributes },
    events: span.events.map(({ name, timestamp, attributes }) => ({
      name,
      timestamp: timestamp.toISOString(),
      attributes: { ...attributes },
    })),
    error: span.error ?? null,
  };
}

export const isoOf = (micros: number): string => new Date(micros / 1_000).toISOString();

/** As the SDK's own limit: https://opentelemetry.io/docs/specs/otel/trace/sdk/#span-limits */
export const MAX_ATTRIBUTES = 128;

/** Copies the attributes that an application passes, as far as they can be read and up to the limit of attributes. */
export function copyAttributes(attributes: unknown): SpanAttributes {
  const copy: SpanAttributes = {};
  if (typeof attributes !== 'object' || attributes === null || ArrayBuffer.isView(attributes)) return copy;
  for (const [key, value] of entriesOf(attributes, MAX_ATTRIBUTES))
    if (key !== '' && value !== undefined) copy[key] = attributeValue(value);
  return copy;
}

/** A value that can be exported and written as JSON: of a Date, a BigInt or a structure that refers to itself the text or a plain copy. */
export function attributeValue(value: unknown): AttributeValue {
  const isScalar = typeof value === 'string' || typeof value === 'number';
  return (isScalar ? value : exportableValue(value)) as AttributeValue;
}
