/**
 * otelier/genai: what happens in the streams of large language models. A monitor that makes one record of each stream, exports of these records,
 * and handlers of stream events that can be put together.
 */

export type { FlushableHandler } from '../library/genai/events/buffered-handlers.ts';
export { type BatchOptions, batch, debounce } from '../library/genai/events/buffered-handlers.ts';
export { combine, exclude, filter, sample, tap } from '../library/genai/events/event-handlers.ts';
export {
  type ForeignStreamEvent,
  type StreamEvent,
  type StreamEventHandler,
  StreamEventType,
} from '../library/genai/events/stream-event.ts';
export type {
  StreamMonitorStatistics,
  StreamMonitorStatistics as MonitorStatistics,
} from '../library/genai/monitor/monitor-statistics.ts';
export { StreamMonitor } from '../library/genai/monitor/stream-monitor.ts';
export type { StreamMonitorOptions } from '../library/genai/monitor/stream-monitor-options.ts';
export { observeStream } from '../library/genai/observe/model-observation.ts';
export type { ObserveStreamOptions } from '../library/genai/observe/observe-stream.ts';

export { NoopSpan, NoopSpan as NoOpSpan } from '../library/genai/opentelemetry/noop-span.ts';
export { OpenTelemetry, withOpenTelemetry } from '../library/genai/opentelemetry/open-telemetry.ts';
export { OpenTelemetryExporter } from '../library/genai/opentelemetry/open-telemetry-exporter.ts';
export type { OpenTelemetryExporterOptions } from '../library/genai/opentelemetry/open-telemetry-exporter-options.ts';
export { createOpenTelemetryHandler } from '../library/genai/opentelemetry/open-telemetry-handler.ts';
export type { OpenTelemetryOptions } from '../library/genai/opentelemetry/open-telemetry-options.ts';
export { SemanticAttributes } from '../library/genai/opentelemetry/semantic-attributes.ts';
export type { ExtractedChunk } from '../library/genai/providers/extracted-chunk.ts';
export type { AggregateMetrics, Percentiles } from '../library/genai/record/aggregate-metrics.ts';
export {
  type DeepPartial,
  type MonitoringConfig,
  type MonitoringLogLevel,
  monitoringConfig,
  type StreamMetricsOptions,
  type StreamSamplingOptions,
} from '../library/genai/record/monitoring-config.ts';
export type {
  GuardrailViolation,
  Telemetry,
  TelemetryError,
  TelemetryGuardrails,
  TelemetryMetrics,
  TelemetryRetries,
  TelemetryTiming,
} from '../library/genai/record/telemetry.ts';
export { type CsvOptions, toCsv } from '../library/genai/record/telemetry-csv.ts';
export {
  type JsonOptions,
  type TelemetryDict,
  toDict,
  toJson,
  toJsonl,
} from '../library/genai/record/telemetry-dict.ts';
export { toLogFormat } from '../library/genai/record/telemetry-log-line.ts';
export {
  type MetricMapOptions,
  type TelemetryMetric,
  toMetrics,
} from '../library/genai/record/telemetry-metric-map.ts';
export { type RetryReport, Sentry, withSentry } from '../library/genai/sentry/sentry.ts';
export type { SentryClient, SentryLevel } from '../library/genai/sentry/sentry-client.ts';
export type { SentryConfig } from '../library/genai/sentry/sentry-config.ts';
export { SentryExporter } from '../library/genai/sentry/sentry-exporter.ts';
export type { SentryExporterOptions } from '../library/genai/sentry/sentry-exporter-options.ts';
export { createSentryHandler } from '../library/genai/sentry/sentry-handler.ts';
