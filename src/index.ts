/**
 * otelier: OpenTelemetry for Node.js by one flag. Most applications need nothing of this module: `node --import otelier/register app.js`
 * starts everything from the environment. Import it to start from code, to add attributes to what is recorded, or for metrics, traces and logs that
 * can be read back in the process.
 */
export type { DescribedValue, ResolvedConfig } from './configuration/description.ts';
export type { ConfigSource } from './configuration/layers.ts';
export { getMonitor } from './monitor/global-monitor.ts';
export type { HistogramStats } from './monitor/histogram-stats.ts';
export type { HistoryEntry } from './monitor/history.ts';
export type { JaegerDocument } from './monitor/jaeger-document.ts';
export type { Labels } from './monitor/labels.ts';
export type { Metric, MetricDocument, MetricType } from './monitor/metric.ts';
export { MetricsCollector } from './monitor/metrics-collector.ts';
export type { MetricsCollectorOptions, TimerOptions } from './monitor/metrics-recorder.ts';
export type { MetricsSummary } from './monitor/metrics-summary.ts';
export { Monitor, type MonitorOptions, type MonitorStatistics } from './monitor/monitor.ts';
export {
  type PerformanceStats,
  PerformanceTracker,
  type PerformanceTrackerOptions,
} from './monitor/performance-tracker.ts';
export type { SpanAttributes, SpanDocument, SpanEvent, SpanStatus } from './monitor/span-data.ts';
export type { Timer } from './monitor/timer.ts';
export type { Trace, TraceDocument, TraceSpanDocument } from './monitor/trace-document.ts';
export type { SpanOptions, StartTraceOptions, TracerOptions } from './monitor/trace-recorder.ts';
export type { FinishOptions, TraceSpan } from './monitor/trace-span.ts';
export { Tracer } from './monitor/tracer.ts';
export { withAttributes } from './processors/context-attributes.ts';
export { type OtelierHandle, start } from './start.ts';
export type { StartOptions } from './start-options.ts';
