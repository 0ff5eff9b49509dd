import type { Attributes } from '@opentelemetry/api';
import {
  type DataPoint,
  DataPointType,
  type ExponentialHistogram,
  type Histogram,
  type MetricData,
} from '@opentelemetry/sdk-metrics';

type Point = DataPoint<never>;

/** One point for each set of attributes: a backend takes two of them for one series that jumps. */
export function mergePoints({ dataPointType }: MetricData, points: readonly Point[]): Point[] {
  const merge = MERGES[dataPointType] as unknown as (a: never, b: never) => never;
  const groups = Map.groupBy(points, ({ attributes }) => identityOf(attributes));
  const join = (a: Point, b: Point): Point => Object.assign({}, a, timesOf(a, b), { value: merge(a.value, b.value) });
  return [...groups.values()].map((group) => group.reduce(join));
}

const identityOf = (attributes: Attributes): string => JSON.stringify(Object.entries(attributes).sort());

function timesOf(a: Point, b: Point): Pick<Point, 'startTime' | 'endTime'> {
  const isEarlier = (x: readonly [number, number], y: readonly [number, number]): boolean =>
    x[0] < y[0] || (x[0] === y[0] && x[1] < y[1]);
  return {
    startTime: isEarlier(a.startTime, b.startTime) ? a.startTime : b.startTime,
    endTime: isEarlier(a.endTime, b.endTime) ? b.endTime : a.endTime,
  };
}

const add = (a: number, b: number): number => a + b;

const MERGES = {
  [DataPointType.SUM]: add,
  // Which of them was the last one cannot be known.
  [DataPointType.GAUGE]: (_: number, b: number): number => b,
  [DataPointType.HISTOGRAM]: mergeHistograms,
  [DataPointType.EXPONENTIAL_HISTOGRAM]: mergeExponential,
};

function mergeHistograms(a: Histogram, b: Histogram): Histogram {
  const counts = a.buckets.counts.map((count, index) => count + (b.buckets.counts[index] ?? 0));
  return { ...totalsOf(a, b), buckets: { boundaries: a.buckets.boundaries, counts } };
}

/** https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponential-scale: each scale less halves the number of buckets. */
function mergeExponential(a: ExponentialHistogram, b: ExponentialHistogram): ExponentialHistogram {
  const scale = Math.min(a.scale, b.scale);
  const side = (name: 'positive' | 'negative') =>
    addBuckets(downscale(a[name], a.scale - scale), downscale(b[name], b.scale - scale));
  return {
    ...totalsOf(a, b),
    scale,
    zeroCount: a.zeroCount + b.zeroCount,
    positive: side('positive'),
    negative: side('negative'),
  };
}

interface Totals {
  readonly count: number;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
}

function totalsOf(a: Totals, b: Totals) {
  return {
    count: a.count + b.count,
    ...(a.sum === undefined || b.sum === undefined ? {} : { sum: a.sum + b.sum }),
    ...(a.min === undefined || b.min === undefined ? {} : { min: Math.min(a.min, b.min) }),
    ...(a.max === undefined || b.max === undefined ? {} : { max: Math.max(a.max, b.max) }),
  };
}

type Buckets = ExponentialHistogram['positive'];

function downscale({ offset, bucketCounts }: Buckets, by: number): Buckets {
  const first = offset >> by;
  const counts: number[] = [];
  for (const [index, count] of bucketCounts.entries()) {
    const at = ((offset + index) >> by) - first;
    counts[at] = (counts[at] ?? 0) + count;
  }
  return { offset: first, bucketCounts: counts };
}

function addBuckets(a: Buckets, b: Buckets): Buckets {
  if (a.bucketCounts.length === 0) return b;
  if (b.bucketCounts.length === 0) return a;
  const offset = Math.min(a.offset, b.offset);
  const end = Math.max(a.offset + a.bucketCounts.length, b.offset + b.bucketCounts.length);
  const at = ({ offset: from, bucketCounts }: Buckets, index: number): number => bucketCounts[index - from] ?? 0;
  const bucketCounts = Array.from(
    { length: end - offset },
    (_, index) => at(a, offset + index) + at(b, offset + index),
  );
  return { offset, bucketCounts };
}
