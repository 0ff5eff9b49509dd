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
