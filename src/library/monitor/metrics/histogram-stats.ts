import type { Distribution, Entry } from './distribution.ts';

/** In the unit that was recorded. `avg` is the same as `mean`. */
export interface HistogramStats {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly avg: number;
  readonly mean: number;
  /** The middle value; of an even number of values, what lies between the two in the middle. */
  readonly median: number;
  /** The smallest value that at least half of all values do not exceed (nearest rank); likewise the others. */
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
}

/** Of all values of the distributions together. Exact up to 512 values in each, to within 1 % beyond. */
export function statsOf(distributions: readonly Distribution[]): HistogramStats | undefined {
  const count = total(distributions, (each) => each.count);
  if (count === 0) return undefined;
  const sum = total(distributions, (each) => each.sum);
  const min = Math.min(...distributions.map((each) => each.min));
  const max = Math.max(...distributions.map((each) => each.max));
  const entries = distributions.flatMap((each) => [...each.entries()]).sort(([a], [b]) => a - b);
  const valueAt = (rank: number): number => Math.min(max, Math.max(min, valueOfRank(entries, rank)));
  const percentile = (share: number): number => valueAt(nearestRank(share, count));
  const median = (valueAt(Math.floor((count + 1) / 2)) + valueAt(Math.ceil((count + 1) / 2))) / 2;
  const mean = sum / count;
  const [p50, p90, p95, p99] = [percentile(0.5), percentile(0.9), percentile(0.95), percentile(0.99)];
  return { count, sum, min, max, avg: mean, mean, median, p50, p90, p95, p99 };
}

const total = (distributions: readonly Distribution[], of: (each: Distribution) => number): number =>
  distributions.reduce((sum, each) => sum + of(each), 0);

/** From 1. What multiplication adds by rounding must not make it one more. */
const nearestRank = (share: number, count: number): number => Math.max(1, Math.ceil(share * count - 1e-6));

function valueOfRank(entries: readonly Entry[], rank: number): number {
  let left = rank;
  for (const [value, count] of entries) {
    left -= count;
    if (left <= 0) return value;
  }
  return Number.NaN;
}
