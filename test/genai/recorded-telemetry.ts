// Spans and metrics of a tracer and a meter of their own, kept in memory.
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

export function recordTelemetry() {
  const spans = new InMemorySpanExporter();
  const tracers = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] });
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 3_600_000 });
  const meters = new MeterProvider({ readers: [reader] });
  return {
    options: { tracer: tracers.getTracer('test'), meter: meters.getMeter('test') },
    spans: () => spans.getFinishedSpans(),
    /** Metric name -> its points, the labels and the value (of histograms the sum). */
    async points(): Promise<Record<string, { labels: object; value: number }[]>> {
      metrics.reset();
      await meters.forceFlush();
      const found = metrics.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
      return Object.fromEntries(
        found.map(({ descriptor, dataPoints }) => [
          descriptor.name,
          dataPoints.map(({ attributes, value }) => ({
            labels: attributes,
            value: typeof value === 'number' ? value : (value.sum ?? Number.NaN),
          })),
        ]),
      );
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([tracers.shutdown(), meters.shutdown()]);
    },
  };
}
