/**
 * The receiver's model of OTLP telemetry: plain, typed objects. Ids are lower-case hex, times are nanoseconds since
 * the epoch as bigint, enumerations are words. Nothing here depends on the format or the transport.
 * Field meanings: https://github.com/open-telemetry/opentelemetry-proto
 */
import type { Signal } from '../../../foundation/configuration/settings/otlp-settings.ts';

/** As in the paths `/v1/<signal>`. */
export const SIGNALS: readonly Signal[] = ['traces', 'metrics', 'logs'];

/** An OTLP AnyValue: integers that a double cannot hold exactly are bigint, an empty value is null. */
export type AttributeValue =
  | string
  | boolean
  | number
  | bigint
  | Uint8Array
  | null
  | AttributeValue[]
  | { [key: string]: AttributeValue };

export type Attributes = Record<string, AttributeValue>;

/** The process (or other entity) that produced the telemetry. */
export interface Resource {
  attributes: Attributes;
  schemaUrl?: string;
}

/** The library that produced the telemetry. */
export interface Scope {
  name: string;
  version?: string;
  attributes: Attributes;
  schemaUrl?: string;
}

export type SpanKind = 'unspecified' | 'internal' | 'server' | 'client' | 'producer' | 'consumer';
export type SpanStatusCode = 'UNSET' | 'OK' | 'ERROR';

export interface ReceivedSpanEvent {
  name: string;
  timeUnixNano: bigint;
  attributes: Attributes;
  droppedAttributesCount: number;
}

export interface SpanLink {
  traceId: string;
  spanId: string;
  traceState?: string;
  flags: number;
  attributes: Attributes;
  droppedAttributesCount: number;
}

export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  /** Absent for a root span. */
  parentSpanId?: string;
  name: string;
  kind: SpanKind;
  startTimeUnixNano: bigint;
  endTimeUnixNano: bigint;
  /** Milliseconds, with fraction. */
  durationMs: number;
  status: { code: SpanStatusCode; message?: string };
  attributes: Attributes;
  events: ReceivedSpanEvent[];
  links: SpanLink[];
  traceState?: string;
  /** Bits 0-7: W3C trace flags; 8 and 9: whether the parent is known to be remote. */
  flags: number;
  droppedAttributesCount: number;
  droppedEventsCount: number;
  droppedLinksCount: number;
  resource: Resource;
  scope: Scope;
}

export interface ReceivedLogRecord {
  timeUnixNano: bigint;
  observedTimeUnixNano: bigint;
  /** 1 (TRACE) to 24 (FATAL4), 0 when unspecified. */
  severityNumber: number;
  severityText: string;
  body: AttributeValue;
  attributes: Attributes;
  eventName?: string;
  traceId?: string;
  spanId?: string;
  flags: number;
  droppedAttributesCount: number;
  resource: Resource;
  scope: Scope;
}

/** The spans and log records that carry one trace id. */
export interface ReceivedTrace {
  traceId: string;
  spans: ReceivedSpan[];
  logs: ReceivedLogRecord[];
}
