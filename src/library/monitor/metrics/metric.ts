import type { Labels } from './labels.ts';

export type MetricType = 'counter' | 'gauge' | 'histogram' | 'timer';

/** One series of a metric, as it was when it was read. */
export interface Metric {
  readonly name: string;
  readonly type: MetricType;
  /** Of a counter its total, of a gauge its value, of a histogram or timer what was recorded last. */
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Of the latest recording. */
  readonly timestamp: Date;
  readonly description?: string;
  toJSON(): MetricDocument;
}

export interface MetricDocument {
  readonly name: string;
  readonly type: MetricType;
  readonly value: number;
  readonly labels: Labels;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly description: string | null;
}

export function createMetric(parts: Omit<Metric, 'toJSON'>): Metric {
  const { name, type, value, labels, timestamp, description = null } = parts;
  const toJSON = (): MetricDocument => ({
    name,
    type,
    value,
    labels,
    timestamp: timestamp.toISOString(),
    description,
  });
  // Not among the properties that a spread, or a comparison in a test, sees.
  return Object.defineProperty({ ...parts }, 'toJSON', { value: toJSON }) as Metric;
}

export type TimeUnit = 's' | 'ms';

/** What is known of a metric from its first recording on. */
export interface MetricDefinition {
  readonly name: string;
  readonly type: MetricType;
  /** Of timers. */
  readonly unit: TimeUnit | undefined;
  readonly description: string | undefined;
  readonly instrumentName: string;
}

/** https://opentelemetry.io/docs/specs/otel/metrics/sdk/#explicit-bucket-histogram-aggregation */
const BOUNDARIES = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000];
/** https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpserverrequestduration */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Upper bounds of the buckets of a histogram, for the export and for Prometheus alike. */
export function boundariesFor({ name, unit }: Pick<MetricDefinition, 'name' | 'unit'>): readonly number[] {
  return unit === 's' || (unit === undefined && /[._]seconds$/.test(name)) ? SECONDS : BOUNDARIES;
}

/** Whether one can be recorded as the other: a timer is a histogram of durations. */
export function isCompatible(type: MetricType, other: MetricType): boolean {
  const isHistogram = (each: MetricType): boolean => each === 'histogram' || each === 'timer';
  return type === other || (isHistogram(type) && isHistogram(other));
}

/** What a metric records for a value that is given: timers give seconds. */
export function inUnitOf(
  definition: Pick<MetricDefinition, 'type' | 'unit'>,
  given: { readonly type: MetricType; readonly unit?: TimeUnit | undefined },
  value: number,
): number {
  if (given.type !== 'timer') return value;
  const unit = definition.type === 'timer' ? definition.unit : given.unit;
  return unit === 'ms' ? value * 1_000 : value;
}
