import { plainCopy } from './plain-data.ts';
import type { Telemetry, TelemetryError, TelemetryMetrics, TelemetryRetries, TelemetryTiming } from './telemetry.ts';

/** A record as plain data with snake_case keys. Times in ISO 8601, durations in seconds. */
export interface TelemetryDict {
  stream_id: string;
  session_id: string | null;
  model: string | null;
  timing: Record<string, unknown>;
  retries: Record<string, unknown>;
  guardrails: { rules_checked: number; violations: unknown; passed: boolean };
  error: Record<string, unknown>;
  metrics: Record<string, unknown>;
  metadata: unknown;
  content_length: number;
  completed: boolean;
  aborted: boolean;
}

/** A record as plain data, fit for JSON: what the application put into `metadata` is copied, without cycles and functions. */
export function toDict(telemetry: Telemetry): TelemetryDict {
  const { guardrails } = telemetry;
  return {
    stream_id: telemetry.streamId,
    session_id: telemetry.sessionId ?? null,
    model: telemetry.model ?? null,
    timing: timingDict(telemetry.timing),
    retries: retriesDict(telemetry.retries),
    guardrails: {
      rules_checked: guardrails.rulesChecked,
      violations: guardrails.violations.map((violation) => plainCopy(violation)),
      passed: guardrails.passed,
    },
    error: errorDict(telemetry.error),
    metrics: metricsDict(telemetry.metrics),
    metadata: plainCopy(telemetry.metadata),
    content_length: telemetry.contentLength,
    completed: telemetry.completed,
    aborted: telemetry.aborted,
  };
}

/** As L0 writes a time: in microseconds, or without a fraction when there is none. */
export function isoTime(time: Date | null | undefined, zone: 'Z' | '+00:00'): string | null {
  if (time === null || time === undefined) return null;
  const moment = new Date(time);
  if (Number.isNaN(moment.getTime())) return null;
  return `${moment.toISOString().replace('.000Z', '').replace('Z', '000')}${zone}`;
}

function timingDict(timing: TelemetryTiming): Record<string, unknown> {
  return {
    started_at: isoTime(timing.startedAt, 'Z'),
    completed_at: isoTime(timing.completedAt, 'Z'),
    duration: timing.duration,
    time_to_first_token: timing.timeToFirstToken,
    inter_token_latencies: [...timing.interTokenLatencies],
  };
}

function retriesDict(retries: TelemetryRetries): Record<string, unknown> {
  return {
    attempt: retries.attempt,
    max_attempts: retries.maxAttempts,
    model_retries: retries.modelRetries,
    network_retries: retries.networkRetries,
    total_retries: retries.totalRetries,
    last_error: retries.lastError,
    last_error_category: retries.lastErrorCategory,
  };
}

function errorDict({ occurred, message, category, code, stack, recoverable }: TelemetryError): Record<string, unknown> {
  return { occurred, message, category, code, ...(stack ? { stack } : {}), recoverable };
}

function metricsDict(metrics: TelemetryMetrics): Record<string, unknown> {
  return {
    token_count: metrics.tokenCount,
    tokens_per_second: metrics.tokensPerSecond,
    time_to_first_token: metrics.timeToFirstToken,
    avg_inter_token_latency: metrics.avgInterTokenLatency,
    p50_inter_token_latency: metrics.p50InterTokenLatency,
    p90_inter_token_latency: metrics.p90InterTokenLatency,
    p99_inter_token_latency: metrics.p99InterTokenLatency,
  };
}

export interface JsonOptions {
  /** Spaces of a level; null or 0: all in one line. @default 2 */
  readonly indent?: number | null | undefined;
}

/** A record as JSON with snake_case keys. */
export function toJson(telemetry: Telemetry, { indent = 2 }: JsonOptions = {}): string {
  return JSON.stringify(toDict(telemetry), null, indent ?? 0);
}

/** Records as JSON Lines: one line each, no line break at the end. https://jsonlines.org */
export function toJsonl(records: readonly Telemetry[]): string {
  return records.map((telemetry) => toJson(telemetry, { indent: null })).join('\n');
}
