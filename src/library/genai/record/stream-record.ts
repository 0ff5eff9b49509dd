import type { StreamMetricsOptions } from './monitoring-config.ts';
import { createTelemetry, type Telemetry, type TelemetryMetrics } from './telemetry.ts';

/** The number of latencies that are kept of one stream: the newest, and up to twice as many for a while. */
const MAX_LATENCIES = 10_000;

/** The arrival of the tokens of one stream. Times in milliseconds since the epoch, results in seconds. */
export class TokenTiming {
  startTs: number | undefined;
  count = 0;
  /** Code points. */
  characters = 0;
  #readyTs: number | undefined;
  #firstTs: number | undefined;
  #lastTs: number | undefined;
  #latencies: number[] = [];

  /** A stream without tokens counts from its readiness; the latest one counts, since a retry starts over. */
  ready(ts: number): void {
    this.#readyTs = ts;
    this.interrupt();
  }

  /** The next token does not follow the previous one. */
  interrupt(): void {
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
    if (this.#latencies.length >= 2 * MAX_LATENCIES) this.#latencies = this.#latencies.slice(MAX_LATENCIES);
  }

  get timeToFirstToken(): number | null {
    const first = this.#firstTs ?? this.#readyTs;
    return first === undefined || this.startTs === undefined ? null : secondsBetween(this.startTs, first);
  }

  get latencies(): readonly number[] {
    return this.#latencies;
  }
}

/** Never less than 0, since clocks may go backwards. */
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

/** The minimum numbers of latencies from which a percentile is meaningful. */
const MIN_FOR_P90 = 10;
const MIN_FOR_P99 = 100;

/** The figures in a stream's last event; undefined where it has none. */
export interface StreamOutcome {
  readonly tokenCount: number | undefined;
  readonly contentLength: number | undefined;
  /** Seconds. */
  readonly duration: number | undefined;
}

/** A stream under observation: its telemetry so far, and the state that further events need. */
export class StreamRecord {
  readonly telemetry: Telemetry;
  readonly tokens = new TokenTiming();
  readonly options: StreamMetricsOptions;
  hadError = false;
  /** It has ended, though further events may still describe it. */
  isFinished = false;
  isKept = false;
  isSampled = false;
  #firstTs: number;
  #lastTs: number;
  #outcome: StreamOutcome | undefined;
  #endTs: number | undefined;

  constructor(streamId: string, firstTs: number, options: StreamMetricsOptions) {
    this.telemetry = createTelemetry(streamId);
    this.options = options;
    this.#firstTs = firstTs;
    this.#lastTs = firstTs;
  }

  /** Every event, of any type, shows that the stream was alive at that time. */
  seenAt(ts: number): void {
    this.#firstTs = Math.min(this.#firstTs, ts);
    this.#lastTs = Math.max(this.#lastTs, ts);
  }

  /** The known duration in seconds, for decisions: `timing.duration` may be null. */
  get elapsed(): number {
    return this.telemetry.timing.duration ?? secondsBetween(this.#firstTs, this.#lastTs);
  }

  start(ts: number): void {
    this.tokens.startTs = ts;
    this.telemetry.timing.startedAt = new Date(ts);
  }

  finish(ts: number, outcome: StreamOutcome): void {
    this.isFinished = true;
    this.#outcome = {
      tokenCount: outcome.tokenCount ?? this.#outcome?.tokenCount,
      contentLength: outcome.contentLength ?? this.#outcome?.contentLength,
      duration: outcome.duration ?? this.#outcome?.duration,
    };
    this.#endTs = ts;
    this.telemetry.timing.completedAt = new Date(ts);
    this.refresh();
  }

  /** Updates the figures. */
  refresh(): void {
    const { telemetry, tokens } = this;
    const { timing } = telemetry;
    const tokenCount = this.#outcome?.tokenCount ?? tokens.count;
    telemetry.contentLength = this.#outcome?.contentLength ?? tokens.characters;
    timing.timeToFirstToken = tokens.timeToFirstToken;
    timing.interTokenLatencies = [...tokens.latencies];
    timing.duration = this.#duration(tokenCount);
    telemetry.metrics = this.#figures(tokenCount);
  }

  #duration(tokenCount: number): number | null {
    const { startTs } = this.tokens;
    if (this.#outcome?.duration !== undefined) return this.#outcome.duration;
    if (startTs === undefined || this.#endTs === undefined) return null;
    // As in L0, a stream that ended before it delivered anything has no duration.
    return this.telemetry.completed || tokenCount > 0 ? secondsBetween(startTs, this.#endTs) : null;
  }

  #figures(tokenCount: number): TelemetryMetrics {
    const { duration, timeToFirstToken, interTokenLatencies } = this.telemetry.timing;
    const sorted = interTokenLatencies.toSorted((a, b) => a - b);
    const rate = this.options.collectTokens && tokenCount > 0 ? tokenCount / (duration ?? 0) : 0;
    return {
      tokenCount,
      tokensPerSecond: rate > 0 && Number.isFinite(rate) ? rate : null,
      timeToFirstToken,
      avgInterTokenLatency: meanOf(interTokenLatencies),
      p50InterTokenLatency: percentileOf(sorted, 0.5),
      p90InterTokenLatency: sorted.length < MIN_FOR_P90 ? null : percentileOf(sorted, 0.9),
      p99InterTokenLatency: sorted.length < MIN_FOR_P99 ? null : percentileOf(sorted, 0.99),
    };
  }
}
