/** Latencies kept of one stream: the newest, and at most twice as many for a while. */
const KEPT_LATENCIES = 10_000;

/** When the tokens of one stream came. Times in milliseconds since the epoch, results in seconds. */
export class TokenFlow {
  startTs: number | undefined;
  count = 0;
  /** Code points. */
  characters = 0;
  #readyTs: number | undefined;
  #firstTs: number | undefined;
  #lastTs: number | undefined;
  #latencies: number[] = [];

  /** Without tokens of its own the stream's readiness stands for its first token: the last one, for a retry starts over. */
  ready(ts: number): void {
    this.#readyTs = ts;
    this.breakOff();
  }

  /** What comes next is not the successor of what came last. */
  breakOff(): void {
    this.#lastTs = undefined;
  }

  token(ts: number, keepsLatency: boolean): void {
    this.count++;
    this.#firstTs ??= ts;
    if (keepsLatency) this.#keepLatency(ts);
    this.#lastTs = ts;
  }

  #keepLatency(ts: number): void {
    if (this.#lastTs === undefined) return;
    this.#latencies.push(secondsBetween(this.#lastTs, ts));
    if (this.#latencies.length >= 2 * KEPT_LATENCIES) this.#latencies = this.#latencies.slice(KEPT_LATENCIES);
  }

  get timeToFirstToken(): number | null {
    const first = this.#firstTs ?? this.#readyTs;
    return first === undefined || this.startTs === undefined ? null : secondsBetween(this.startTs, first);
  }

  get latencies(): readonly number[] {
    return this.#latencies;
  }
}

/** Clocks go backwards: never less than 0. */
export function secondsBetween(from: number, to: number): number {
  return Math.max(0, to - from) / 1_000;
}

/** The value at floor(n × share) of a sorted list. */
export function percentileOf(sorted: readonly number[], share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}

export function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
