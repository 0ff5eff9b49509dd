/** Latencies kept of one stream; percentiles are those of the newest. */
const KEPT = 8_192;

/** When the chunks of one stream came. In milliseconds of `performance.now()`; latencies in seconds. */
export class ChunkTimes {
  firstChunk: number | undefined;
  firstOutput: number | undefined;
  lastOutput: number | undefined;
  #latencies: number[] = [];
  /** Gets the latencies that are not kept any more. */
  readonly #overflow: (latencies: readonly number[]) => void;

  constructor(overflow: (latencies: readonly number[]) => void) {
    this.#overflow = overflow;
  }

  chunk(now: number, hasOutput: boolean): void {
    this.firstChunk ??= now;
    if (!hasOutput) return;
    if (this.lastOutput === undefined) this.firstOutput = now;
    else this.#latencies.push((now - this.lastOutput) / 1_000);
    this.lastOutput = now;
    if (this.#latencies.length >= KEPT) this.takeLatencies();
  }

  /** Hands on what is kept. */
  takeLatencies(): void {
    const latencies = this.#latencies;
    this.#latencies = [];
    if (latencies.length > 0) this.#overflow(latencies);
  }

  /** Mean, median and 99th percentile of the time between chunks with output; undefined below two chunks. */
  summary(): { readonly mean: number; readonly p50: number; readonly p99: number } | undefined {
    const sorted = Float64Array.from(this.#latencies).sort();
    if (sorted.length === 0) return undefined;
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return { mean: sorted.reduce((sum, each) => sum + each, 0) / sorted.length, p50: at(0.5), p99: at(0.99) };
  }
}
