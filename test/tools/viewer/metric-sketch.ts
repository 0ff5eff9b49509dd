import type { HistogramPoint, ReceivedMetric } from '../../../src/tools/receiver/telemetry/telemetry-metric.ts';
import type { Attributes } from '../../../src/tools/receiver/telemetry/telemetry-model.ts';
import { at, resource, SCOPE } from './telemetry-sketch.ts';

const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

export function histogramPoint(values: number[], attributes: Attributes, ms = 1000): HistogramPoint {
  const bucketCounts = Array.from({ length: BOUNDS.length + 1 }, () => 0);
  for (const value of values) {
    const index = BOUNDS.findIndex((bound) => value <= bound);
    const bucket = index < 0 ? BOUNDS.length : index;
    bucketCounts[bucket] = (bucketCounts[bucket] ?? 0) + 1;
  }
  return {
    attributes,
    startTimeUnixNano: at(0),
    timeUnixNano: at(ms),
    flags: 0,
    count: values.length,
    sum: values.reduce((a, b) => a + b, 0),
    min: Math.min(...values),
    max: Math.max(...values),
    bucketCounts,
    explicitBounds: BOUNDS,
    exemplars: [],
  };
}

export const point = (value: number | bigint, attributes: Attributes = {}, ms = 1000) => ({
  attributes,
  startTimeUnixNano: at(0),
  timeUnixNano: at(ms),
  flags: 0,
  value,
  exemplars: [],
});

const identity = (service: string, name: string, unit: string) => ({
  name,
  unit,
  description: '',
  resource: resource(service),
  scope: SCOPE,
});

export const sum = (
  service: string,
  name: string,
  unit: string,
  ...points: ReturnType<typeof point>[]
): ReceivedMetric => ({
  ...identity(service, name, unit),
  type: 'sum',
  temporality: 'cumulative',
  monotonic: true,
  points,
});
export const gauge = (
  service: string,
  name: string,
  unit: string,
  ...points: ReturnType<typeof point>[]
): ReceivedMetric => ({
  ...identity(service, name, unit),
  type: 'gauge',
  points,
});
export const histogram = (
  service: string,
  name: string,
  unit: string,
  ...points: HistogramPoint[]
): ReceivedMetric => ({
  ...identity(service, name, unit),
  type: 'histogram',
  temporality: 'cumulative',
  points,
});
