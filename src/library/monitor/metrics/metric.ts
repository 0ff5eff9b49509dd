import type { Labels } from './labels.ts';

export type MetricType = 'counter' | 'gauge' | 'histogram' | 'timer';

/** A snapshot of one series of a metric. */
export interface Metric {
  readonly name: string;
  readonly type: MetricType;
  /** The total of a counter, the value of a gauge, the last recorded value of a histogram or timer. */
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Time of the latest recording. */
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
  // Not enumerable, so that a spread, or a comparison in a test, does not see it.
  return Object.defineProperty({ ...parts }, 'toJSON', { value: toJSON }) as Metric;
}

export type TimeUnit = 's' | 'ms';

/** The definition of a metric, made by its first recording. */
export interface FamilyDefinition {
  readonly name: string;
  readonly type: MetricType;
  /** Present for timers. */
  readonly unit: TimeUnit | undefined;
  readonly description: string | undefined;
  readonly instrumentName: string;
}

/** https://opentelemetry.io/docs/specs/otel/metrics/sdk/#explicit-bucket-histogram-aggregation */
const BOUNDARIES = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000];
/** https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpserverrequestduration */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Upper bounds of a histogram's buckets, for OTLP and for Prometheus. */
export function boundariesFor({ name, unit }: Pick<FamilyDefinition, 'name' | 'unit'>): readonly number[] {
  return unit === 's' || (unit === undefined && /[._]seconds$/.test(name)) ? SECONDS : BOUNDARIES;
}

/** Whether values of both types can share a metric: a timer is a histogram of durations. */
export function isCompatible(type: MetricType, other: MetricType): boolean {
  const isHistogram = (each: MetricType): boolean => each === 'histogram' || each === 'timer';
  return type === other || (isHistogram(type) && isHistogram(other));
}

/** Converts a value to the unit of its metric. Timers pass seconds. */
export function inUnitOf(
  definition: Pick<FamilyDefinition, 'type' | 'unit'>,
  given: { readonly type: MetricType; readonly unit?: TimeUnit | undefined },
  value: number,
): number {
  if (given.type !== 'timer') return value;
  const unit = definition.type === 'timer' ? definition.unit : given.unit;
  return unit === 'ms' ? value * 1_000 : value;
}
