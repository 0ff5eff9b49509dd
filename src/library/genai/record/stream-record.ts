import type { StreamMetricsOptions } from './monitoring-config.ts';
import { createTelemetry, type Telemetry, type TelemetryMetrics } from './telemetry.ts';
import { meanOf, percentileOf, secondsBetween, TokenFlow } from './token-timing.ts';

/** From how many latencies on a percentile says something. */
const ENOUGH_FOR_P90 = 10;
const ENOUGH_FOR_P99 = 100;

/** What a stream's last event says about its tokens and its time; undefined where it says nothing. */
export interface StreamOutcome {
  readonly tokenCount: number | undefined;
  readonly contentLength: number | undefined;
  /** Seconds. */
  readonly duration: number | undefined;
}

/** A stream that is being watched: its telemetry so far, and what must be remembered to go on with it. */
export class StreamRecord {
  readonly telemetry: Telemetry;
  readonly tokens = new TokenFlow();
  readonly options: StreamMetricsOptions;
  /** When its last event came in, by our clock, in milliseconds since the epoch. */
  lastArrival = 0;
  hadError = false;
  /** It has come to an end, though more may still be said about it. */
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

  /** Every event, whatever it says, shows that the stream lived at that time. */
  seenAt(ts: number): void {
    this.#firstTs = Math.min(this.#firstTs, ts);
    this.#lastTs = Math.max(this.#lastTs, ts);
  }

  /** Seconds it lasted as far as is known; for decisions, where `timing.duration` may be null. */
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

  /** Brings the figures up to date. */
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
    // As in L0, what broke off before it delivered anything has no duration.
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
      p90InterTokenLatency: sorted.length < ENOUGH_FOR_P90 ? null : percentileOf(sorted, 0.9),
      p99InterTokenLatency: sorted.length < ENOUGH_FOR_P99 ? null : percentileOf(sorted, 0.99),
    };
  }
}
