/**
 * The decoded OTLP messages, before they become the model of telemetry-model.ts. Every field is optional: a message read from JSON has no
 * defaults, one read from protobuf has them on its prototype. Which member of a oneof is set is therefore a question to
 * the message's own properties: `ownFields`.
 */

/** The fields that were on the wire, without the prototype's defaults. */
export const ownFields = <T extends object>(message: T): T => ({ ...message });

/** The shape of long.js, which protobufjs uses for 64-bit fields. */
export interface Int64Message {
  readonly low: number;
  readonly high: number;
}

type Optional<T> = { readonly [K in keyof T]?: T[K] | null };

export type AnyValueMessage = Optional<{
  stringValue: string;
  boolValue: boolean;
  intValue: Int64Message;
  doubleValue: number;
  arrayValue: Optional<{ values: readonly AnyValueMessage[] }>;
  kvlistValue: Optional<{ values: readonly KeyValueMessage[] }>;
  bytesValue: Uint8Array;
}>;

export type KeyValueMessage = Optional<{ key: string; value: AnyValueMessage }>;
export type AttributesMessage = readonly KeyValueMessage[] | null | undefined;

export type ResourceMessage = Optional<{ attributes: readonly KeyValueMessage[] }>;
export type ScopeMessage = Optional<{ name: string; version: string; attributes: readonly KeyValueMessage[] }>;

export type SpanEventMessage = Optional<{
  name: string;
  timeUnixNano: Int64Message;
  attributes: readonly KeyValueMessage[];
  droppedAttributesCount: number;
}>;

export type SpanLinkMessage = Optional<{
  traceId: Uint8Array;
  spanId: Uint8Array;
  traceState: string;
  flags: number;
  attributes: readonly KeyValueMessage[];
  droppedAttributesCount: number;
}>;

export type SpanMessage = Optional<{
  traceId: Uint8Array;
  spanId: Uint8Array;
  parentSpanId: Uint8Array;
  traceState: string;
  flags: number;
  name: string;
  kind: number;
  startTimeUnixNano: Int64Message;
  endTimeUnixNano: Int64Message;
  attributes: readonly KeyValueMessage[];
  droppedAttributesCount: number;
  events: readonly SpanEventMessage[];
  droppedEventsCount: number;
  links: readonly SpanLinkMessage[];
  droppedLinksCount: number;
  status: Optional<{ code: number; message: string }>;
}>;

export type LogRecordMessage = Optional<{
  timeUnixNano: Int64Message;
  observedTimeUnixNano: Int64Message;
  severityNumber: number;
  severityText: string;
  body: AnyValueMessage;
  attributes: readonly KeyValueMessage[];
  droppedAttributesCount: number;
  flags: number;
  traceId: Uint8Array;
  spanId: Uint8Array;
  eventName: string;
}>;

export type ExemplarMessage = Optional<{
  timeUnixNano: Int64Message;
  asDouble: number;
  asInt: Int64Message;
  filteredAttributes: readonly KeyValueMessage[];
  traceId: Uint8Array;
  spanId: Uint8Array;
}>;

interface PointFields {
  attributes: readonly KeyValueMessage[];
  startTimeUnixNano: Int64Message;
  timeUnixNano: Int64Message;
  flags: number;
}

interface DistributionFields extends PointFields {
  count: Int64Message;
  sum: number;
  min: number;
  max: number;
  exemplars: readonly ExemplarMessage[];
}

export type PointMessage = Optional<PointFields>;
export type DistributionMessage = Optional<DistributionFields>;

export type NumberPointMessage = Optional<
  PointFields & { asDouble: number; asInt: Int64Message; exemplars: readonly ExemplarMessage[] }
>;

export type HistogramPointMessage = Optional<
  DistributionFields & { bucketCounts: readonly Int64Message[]; explicitBounds: readonly number[] }
>;

export type BucketsMessage = Optional<{ offset: number; bucketCounts: readonly Int64Message[] }>;

export type ExponentialHistogramPointMessage = Optional<
  DistributionFields & {
    scale: number;
    zeroCount: Int64Message;
    zeroThreshold: number;
    positive: BucketsMessage;
    negative: BucketsMessage;
  }
>;

export type SummaryPointMessage = Optional<
  PointFields & {
    count: Int64Message;
    sum: number;
    quantileValues: readonly Optional<{ quantile: number; value: number }>[];
  }
>;

type DataMessage<Point> = Optional<{
  dataPoints: readonly Point[];
  aggregationTemporality: number;
  isMonotonic: boolean;
}>;

export type MetricMessage = Optional<{
  name: string;
  description: string;
  unit: string;
  gauge: DataMessage<NumberPointMessage>;
  sum: DataMessage<NumberPointMessage>;
  histogram: DataMessage<HistogramPointMessage>;
  exponentialHistogram: DataMessage<ExponentialHistogramPointMessage>;
  summary: DataMessage<SummaryPointMessage>;
}>;

type ScopeFields<Items> = Items & { scope: ScopeMessage; schemaUrl: string };
type ResourceFields<Items> = Items & { resource: ResourceMessage; schemaUrl: string };

export type ExportTracesMessage = Optional<{
  resourceSpans: readonly Optional<
    ResourceFields<{ scopeSpans: readonly Optional<ScopeFields<{ spans: readonly SpanMessage[] }>>[] }>
  >[];
}>;

export type ExportLogsMessage = Optional<{
  resourceLogs: readonly Optional<
    ResourceFields<{ scopeLogs: readonly Optional<ScopeFields<{ logRecords: readonly LogRecordMessage[] }>>[] }>
  >[];
}>;

export type ExportMetricsMessage = Optional<{
  resourceMetrics: readonly Optional<
    ResourceFields<{ scopeMetrics: readonly Optional<ScopeFields<{ metrics: readonly MetricMessage[] }>>[] }>
  >[];
}>;
