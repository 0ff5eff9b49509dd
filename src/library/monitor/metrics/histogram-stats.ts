import type { Distribution, Entry } from './distribution.ts';

/** Statistics in the unit of the recorded values. `avg` is the same as `mean`. */
export interface HistogramStats {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly avg: number;
  readonly mean: number;
  /** The middle value, or the mean of the two middle values. */
  readonly median: number;
  /** The 50th percentile by nearest rank: the smallest value that at least half of all values do not exceed. */
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
}

/** Computes the statistics of all values of the distributions. They are exact up to 512 values in each, and within 1 % beyond. */
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

/** Ranks start at 1. A rounding error of the multiplication must not raise the rank. */
const nearestRank = (share: number, count: number): number => Math.max(1, Math.ceil(share * count - 1e-6));

function valueOfRank(entries: readonly Entry[], rank: number): number {
  let left = rank;
  for (const [value, count] of entries) {
    left -= count;
    if (left <= 0) return value;
  }
  return Number.NaN;
}
