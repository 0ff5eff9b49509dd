import type { Telemetry } from './telemetry.ts';

export interface TelemetryMetric {
  value: number;
  type: 'counter' | 'gauge';
  labels: Record<string, string>;
}

export interface MetricMapOptions {
  /** Before every name, with an underscore. @default 'l0' */
  readonly prefix?: string | undefined;
  /** Labels of every metric, beside `stream_id`, and `model` and `session_id` where they are known. */
  readonly labels?: Readonly<Record<string, string>> | null | undefined;
}

/** A record as a map from metric name to value, type and labels. What is not known is not in it. */
export function toMetrics(
  telemetry: Telemetry,
  { prefix = 'l0', labels }: MetricMapOptions = {},
): Record<string, TelemetryMetric> {
  const { timing, metrics, retries, guardrails, error } = telemetry;
  const common = { ...ownLabels(telemetry), ...labels };
  const counter = (value: number, more = {}): TelemetryMetric => ({
    value,
    type: 'counter',
    labels: { ...common, ...more },
  });
  const gauge = (value: number | null | undefined): TelemetryMetric | undefined =>
    typeof value !== 'number' ? undefined : { value, type: 'gauge', labels: { ...common } };
  const all: Record<string, TelemetryMetric | undefined> = {
    tokens_total: counter(metrics.tokenCount),
    tokens_per_second: gauge(metrics.tokensPerSecond),
    duration_seconds: gauge(timing.duration),
    ttft_seconds: gauge(metrics.timeToFirstToken),
    inter_token_latency_seconds: gauge(metrics.avgInterTokenLatency),
    retries_total: counter(retries.totalRetries),
    model_retries_total: counter(retries.modelRetries),
    network_retries_total: counter(retries.networkRetries),
    guardrail_violations_total: counter(guardrails.violations.length),
    errors_total: counter(Number(error.occurred), error.category ? { category: error.category } : {}),
    completed_total: counter(Number(telemetry.completed)),
    aborted_total: counter(Number(telemetry.aborted)),
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, metric]) => (metric === undefined ? [] : [[`${prefix}_${name}`, metric]])),
  );
}

function ownLabels({ streamId, model, sessionId }: Telemetry): Record<string, string> {
  return { stream_id: streamId, ...(model ? { model } : {}), ...(sessionId ? { session_id: sessionId } : {}) };
}
