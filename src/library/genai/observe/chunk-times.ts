import type { Attributes } from '@opentelemetry/api';

/** Intervals that are kept; the figures on the span are those of the newest. */
const MAX_INTERVALS = 8_192;

/** The times at which the chunks of one stream arrived. Moments in milliseconds of `performance.now()`, intervals in seconds. */
export class ChunkTimes {
  readonly #start: number;
  #firstChunk: number | undefined;
  #firstOutput: number | undefined;
  #lastOutput: number | undefined;
  #intervals: number[] = [];
  readonly #onIntervals: (intervals: readonly number[]) => void;

  /** `onIntervals` gets the times between chunks with output, many at a time. */
  constructor(start: number, onIntervals: (intervals: readonly number[]) => void) {
    this.#start = start;
    this.#onIntervals = onIntervals;
  }

  chunk(now: number, hasOutput: boolean): void {
    this.#firstChunk ??= now;
    if (!hasOutput) return;
    if (this.#lastOutput === undefined) this.#firstOutput = now;
    else this.#intervals.push((now - this.#lastOutput) / 1_000);
    this.#lastOutput = now;
    if (this.#intervals.length >= MAX_INTERVALS) this.flush();
  }

  /** Passes the kept intervals on. */
  flush(): void {
    const intervals = this.#intervals;
    this.#intervals = [];
    if (intervals.length > 0) this.#onIntervals(intervals);
  }

  get timeToFirstChunkSeconds(): number | undefined {
    return this.#firstChunk === undefined ? undefined : (this.#firstChunk - this.#start) / 1_000;
  }

  /** Measured from the request to the last chunk: chunks that arrive together would have any rate among themselves. */
  tokensPerSecond(tokens: number | undefined): number | undefined {
    if (tokens === undefined || this.#lastOutput === undefined || this.#lastOutput <= this.#start) return undefined;
    return (tokens * 1_000) / (this.#lastOutput - this.#start);
  }

  /** The figures for the span. */
  attributes(tokens: number | undefined): Attributes {
    const attributes: Attributes = {};
    if (this.#firstOutput !== undefined) attributes['l0.time_to_first_token_ms'] = this.#firstOutput - this.#start;
    const rate = this.tokensPerSecond(tokens);
    if (rate !== undefined) attributes['l0.tokens_per_second'] = rate;
    const sorted = new Float64Array(this.#intervals).sort();
    if (sorted.length > 0) {
      let sum = 0;
      for (const seconds of sorted) sum += seconds;
      attributes['l0.inter_token_latency_ms.mean'] = (sum / sorted.length) * 1_000;
      attributes['l0.inter_token_latency_ms.p50'] = at(sorted, 0.5) * 1_000;
      attributes['l0.inter_token_latency_ms.p99'] = at(sorted, 0.99) * 1_000;
    }
    return attributes;
  }
}

const at = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
