import type {
  ExponentialBuckets,
  ExponentialHistogramPoint,
  HistogramPoint,
} from '../receiver/telemetry/telemetry-metric.ts';

interface Bucket {
  from: number;
  to: number;
  count: number;
}

/**
 * Estimates a quantile (0 to 1) from buckets, taking the values of a bucket as evenly spread over it, as PromQL's
 * histogram_quantile does; `min` and `max` narrow the outermost buckets. undefined without values.
 */
export function estimateQuantile(
  point: HistogramPoint | ExponentialHistogramPoint,
  quantile: number,
): number | undefined {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = point;
  const buckets = ('scale' in point ? exponentialBuckets(point) : explicitBuckets(point)).filter(
    ({ count }) => count > 0,
  );
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  let left = quantile * total;
  for (const { from, to, count } of buckets) {
    const [start, end] = [Math.max(from, min), Math.min(to, max)];
    if (left <= count) return start + (end - start) * (left / count);
    left -= count;
  }
  return undefined;
}

function explicitBuckets({ bucketCounts, explicitBounds, min, max }: HistogramPoint): Bucket[] {
  const lowest = min ?? Math.min(0, explicitBounds[0] ?? 0);
  const highest = max ?? explicitBounds.at(-1) ?? lowest;
  return bucketCounts.map((count, index) => ({
    from: explicitBounds[index - 1] ?? lowest,
    to: explicitBounds[index] ?? highest,
    count,
  }));
}

/** Bucket i of scale s covers (base^i, base^(i+1)] with base 2^(2^-s); the negative ones mirror that. */
function exponentialBuckets({
  scale,
  zeroCount,
  zeroThreshold,
  positive,
  negative,
}: ExponentialHistogramPoint): Bucket[] {
  const bound = (index: number) => 2 ** (index * 2 ** -scale);
  const ranges = ({ offset, bucketCounts }: ExponentialBuckets) =>
    bucketCounts.map((count, index) => ({ from: bound(offset + index), to: bound(offset + index + 1), count }));
  return [
    ...ranges(negative)
      .reverse()
      .map(({ from, to, count }) => ({ from: -to, to: -from, count })),
    { from: -zeroThreshold, to: zeroThreshold, count: zeroCount },
    ...ranges(positive),
  ];
}
