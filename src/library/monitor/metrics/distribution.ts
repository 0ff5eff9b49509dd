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

  /** The values with their counts, unordered. */
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

/** Half of what is promised, so that rounding never makes it more. */
const RELATIVE_ERROR = 0.005;
const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const PER_NATURAL_LOG = 1 / Math.log(GAMMA);
/** 128 kB, and room for 70 orders of magnitude between the smallest and the largest value. What is smaller than that is counted as the smallest. */
const MAX_BUCKETS = 16_384;
const FIRST_SIZE = 128;
const NONE = new Float64Array(0);

/**
 * Counts positive values in buckets that grow by 1 %: each value is known to within 0.5 %, however many there are. The mapping is that of DDSketch
 * (https://www.vldb.org/pvldb/vol12/p2195-masson.pdf).
 */
export class LogBuckets {
  #counts = NONE;
  /** The bucket that the first count is of. */
  #offset = 0;

  add(value: number): void {
    const bucket = Math.ceil(Math.log(value) * PER_NATURAL_LOG);
    let place = bucket - this.#offset;
    if (place < 0 || place >= this.#counts.length) place = this.#makeRoom(bucket);
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
  }

  /** A value in each bucket, and how many there are. Smallest first. */
  *entries(): Generator<readonly [value: number, count: number]> {
    for (const [place, count] of this.#counts.entries())
      if (count > 0) yield [(2 * Math.exp((place + this.#offset) / PER_NATURAL_LOG)) / (GAMMA + 1), count];
  }

  /** Answers the place of the bucket. */
  #makeRoom(bucket: number): number {
    const { length } = this.#counts;
    if (length === 0) {
      this.#counts = new Float64Array(FIRST_SIZE);
      this.#offset = bucket - FIRST_SIZE / 2;
      return FIRST_SIZE / 2;
    }
    const [from, to] = [Math.min(bucket, this.#offset), Math.max(bucket, this.#offset + length - 1)];
    const size = Math.min(MAX_BUCKETS, Math.max(to - from + 1, 2 * length));
    const first = bucket < this.#offset ? to - size + 1 : Math.max(from, to - size + 1);
    this.#move(first, size);
    return Math.max(0, bucket - first);
  }

  #move(first: number, size: number): void {
    const counts = new Float64Array(size);
    for (const [place, count] of this.#counts.entries()) {
      const moved = Math.max(0, place + this.#offset - first);
      if (count > 0) counts[moved] = (counts[moved] ?? 0) + count;
    }
    this.#counts = counts;
    this.#offset = first;
  }
}
