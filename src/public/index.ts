/**
 * otelier: OpenTelemetry for Node.js by one flag. Most applications need nothing of this module: `node --import otelier/register app.js`
 * starts everything from the environment. Import it to start from code, to add attributes to what is recorded, or for metrics, traces and logs that
 * can be read back in the process.
 */

export { type OtelierHandle, start } from '../distribution/start/start.ts';
export type { StartOptions } from '../distribution/start/start-options.ts';
export type { DescribedValue, ResolvedConfig } from '../foundation/configuration/description.ts';
export type { ConfigSource } from '../foundation/configuration/layers.ts';
export type { HistogramStats } from '../library/monitor/metrics/histogram-stats.ts';
export type { HistoryEntry } from '../library/monitor/metrics/history.ts';
export type { Labels } from '../library/monitor/metrics/labels.ts';
export type { Metric, MetricDocument, MetricType } from '../library/monitor/metrics/metric.ts';
export type { MetricsCollectorOptions, TimerOptions } from '../library/monitor/metrics/metrics-recorder.ts';
export type { MetricsSummary } from '../library/monitor/metrics/metrics-summary.ts';
export type { Timer } from '../library/monitor/metrics/timer.ts';
export { MetricsCollector } from '../library/monitor/metrics-collector.ts';
export { getMonitor, Monitor, type MonitorOptions, type MonitorStatistics } from '../library/monitor/monitor.ts';
export {
  type PerformanceStats,
  PerformanceTracker,
  type PerformanceTrackerOptions,
} from '../library/monitor/performance-tracker.ts';
export type { JaegerDocument } from '../library/monitor/tracing/jaeger-document.ts';
export type { SpanAttributes, SpanDocument, SpanEvent, SpanStatus } from '../library/monitor/tracing/span-data.ts';
export type { Trace, TraceDocument, TraceSpanDocument } from '../library/monitor/tracing/trace-document.ts';
export type { SpanOptions, StartTraceOptions, TracerOptions } from '../library/monitor/tracing/trace-recorder.ts';
export type { FinishOptions, TraceSpan } from '../library/monitor/tracing/trace-span.ts';
export { Tracer } from '../library/monitor/tracing/tracer.ts';
export { withAttributes } from '../pipeline/processors/context-attributes.ts';
