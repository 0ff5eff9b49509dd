/** The metric part of the model in telemetry-model.ts. */
import type { Attributes, Resource, Scope } from './telemetry-model.ts';

export type Temporality = 'unspecified' | 'delta' | 'cumulative';

export interface Exemplar {
  timeUnixNano: bigint;
  value: number | bigint;
  attributes: Attributes;
  traceId?: string;
  spanId?: string;
}

interface MetricPoint {
  attributes: Attributes;
  startTimeUnixNano: bigint;
  timeUnixNano: bigint;
  /** Bit 0: no recorded value. */
  flags: number;
}

export interface NumberPoint extends MetricPoint {
  /** An integer that a double cannot hold exactly is bigint; NaN when the point carries no value. */
  value: number | bigint;
  exemplars: Exemplar[];
}

export interface HistogramPoint extends MetricPoint {
  count: number;
  sum?: number;
  min?: number;
  max?: number;
  /** One more than `explicitBounds`: the last bucket is open-ended. */
  bucketCounts: number[];
  explicitBounds: number[];
  exemplars: Exemplar[];
}

export interface ExponentialBuckets {
  offset: number;
  bucketCounts: number[];
}

export interface ExponentialHistogramPoint extends MetricPoint {
  count: number;
  sum?: number;
  min?: number;
  max?: number;
  scale: number;
  zeroCount: number;
  zeroThreshold: number;
  positive: ExponentialBuckets;
  negative: ExponentialBuckets;
  exemplars: Exemplar[];
}

export interface SummaryPoint extends MetricPoint {
  count: number;
  sum: number;
  quantiles: { quantile: number; value: number }[];
}

interface MetricIdentity {
  name: string;
  description: string;
  unit: string;
  resource: Resource;
  scope: Scope;
}

export type ReceivedMetric = MetricIdentity &
  (
    | { type: 'gauge'; points: NumberPoint[] }
    | { type: 'sum'; temporality: Temporality; monotonic: boolean; points: NumberPoint[] }
    | { type: 'histogram'; temporality: Temporality; points: HistogramPoint[] }
    | { type: 'exponentialHistogram'; temporality: Temporality; points: ExponentialHistogramPoint[] }
    | { type: 'summary'; points: SummaryPoint[] }
  );
