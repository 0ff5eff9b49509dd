/**
 * otelier/genai: what happens in the streams of large language models. A monitor that makes one record of each stream, exports of these records,
 * and handlers of stream events that can be put together.
 */

export type { AggregateMetrics, Percentiles } from './genai/aggregate-metrics.ts';
export { type BatchOptions, batch } from './genai/batched-events.ts';
export { debounce } from './genai/debounced-events.ts';
export { combine, exclude, filter, sample, tap } from './genai/event-handlers.ts';
export type { ExtractedChunk } from './genai/extracted-chunk.ts';
export type { FlushableHandler } from './genai/flushable-handler.ts';
export type { MonitorStatistics } from './genai/monitor-statistics.ts';
export {
  type DeepPartial,
  type MonitoringConfig,
  type MonitoringLogLevel,
  monitoringConfig,
  type StreamMetricsOptions,
  type StreamSamplingOptions,
} from './genai/monitoring-config.ts';
export { NoopSpan, NoopSpan as NoOpSpan } from './genai/noop-span.ts';
export { type ObserveStreamOptions, observeStream } from './genai/observe-stream.ts';
export { OpenTelemetry } from './genai/open-telemetry.ts';
export { OpenTelemetryExporter } from './genai/open-telemetry-exporter.ts';
export type { OpenTelemetryExporterOptions } from './genai/open-telemetry-exporter-options.ts';
export { createOpenTelemetryHandler } from './genai/open-telemetry-handler.ts';
export type { OpenTelemetryOptions } from './genai/open-telemetry-options.ts';
export { SemanticAttributes } from './genai/semantic-attributes.ts';
export { type RetryReport, Sentry } from './genai/sentry.ts';
export type { SentryClient, SentryLevel } from './genai/sentry-client.ts';
export type { SentryConfig } from './genai/sentry-config.ts';
export { SentryExporter } from './genai/sentry-exporter.ts';
export type { SentryExporterOptions } from './genai/sentry-exporter-options.ts';
export { createSentryHandler } from './genai/sentry-handler.ts';
export {
  type ForeignStreamEvent,
  type StreamEvent,
  type StreamEventHandler,
  StreamEventType,
} from './genai/stream-event.ts';
export { StreamMonitor } from './genai/stream-monitor.ts';
export type { StreamMonitorOptions } from './genai/stream-monitor-options.ts';
export type {
  GuardrailViolation,
  Telemetry,
  TelemetryError,
  TelemetryGuardrails,
  TelemetryMetrics,
  TelemetryRetries,
  TelemetryTiming,
} from './genai/telemetry.ts';
export { type CsvOptions, toCsv } from './genai/telemetry-csv.ts';
export { type TelemetryDict, toDict } from './genai/telemetry-dict.ts';
export { type JsonOptions, toJson, toJsonl } from './genai/telemetry-json.ts';
export { toLogFormat } from './genai/telemetry-log-line.ts';
export { type MetricMapOptions, type TelemetryMetric, toMetrics } from './genai/telemetry-metric-map.ts';
export { withOpenTelemetry } from './genai/with-open-telemetry.ts';
export { withSentry } from './genai/with-sentry.ts';
