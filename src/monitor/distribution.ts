import { LogBuckets } from './log-buckets.ts';

/** So many values are kept as they are: their percentiles are exact. */
const EXACT_VALUES = 512;

/** Weighted values. */
export type Entry = readonly [value: number, count: number];

/** All values of one histogram series, in bounded memory: numbers for the statistics, and counts for the buckets of an export. */
export class Distribution {
  count = 0;
  sum = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  readonly boundaries: readonly number[];
  /** One more than there are boundaries: of values up to each, and beyond all. */
  readonly bucketCounts: number[];
  #exact: number[] | undefined = [];
  #zeros = 0;
  readonly #positive = new LogBuckets();
  readonly #negative = new LogBuckets();

  constructor(boundaries: readonly number[]) {
    this.boundaries = boundaries;
    this.bucketCounts = new Array<number>(boundaries.length + 1).fill(0);
  }

  add(value: number): void {
    this.count++;
    this.sum += value;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    const bucket = this.#bucketOf(value);
    this.bucketCounts[bucket] = (this.bucketCounts[bucket] ?? 0) + 1;
    if (this.#exact === undefined) this.#sketch(value);
    else if (this.#exact.push(value) > EXACT_VALUES) {
      for (const kept of this.#exact) this.#sketch(kept);
      this.#exact = undefined;
    }
  }

  /** In no order. */
  *entries(): Generator<Entry> {
    if (this.#exact !== undefined) for (const value of this.#exact) yield [value, 1];
    if (this.#zeros > 0) yield [0, this.#zeros];
    for (const [value, count] of this.#negative.entries()) yield [-value, count];
    yield* this.#positive.entries();
  }

  #sketch(value: number): void {
    if (value > 0) this.#positive.add(value);
    else if (value < 0) this.#negative.add(-value);
    else this.#zeros++;
  }

  #bucketOf(value: number): number {
    const { boundaries } = this;
    let [low, high] = [0, boundaries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= (boundaries[middle] as number)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
