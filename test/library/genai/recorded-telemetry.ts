// Spans and metrics of a tracer and a meter of their own, kept in memory.
import type { Attributes } from '@opentelemetry/api';
import {
  AggregationTemporality,
  type Histogram,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, type Sampler, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

export interface RecordedPoint {
  readonly labels: Attributes;
  /** Of histograms the sum. */
  readonly value: number;
}

interface DataPoint {
  readonly attributes: Attributes;
  readonly value: number | Histogram;
}

export const recordedPoint = ({ attributes, value }: DataPoint): RecordedPoint => ({
  labels: attributes,
  value: typeof value === 'number' ? value : (value.sum ?? Number.NaN),
});

/** The providers, and what they have. */
export function createProviders(sampler?: Sampler) {
  const exporter = new InMemorySpanExporter();
  const tracers = new TracerProvider({
    ...(sampler && { sampler }),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 3_600_000 });
  const meters = new MeterProvider({ readers: [reader] });
  return {
    tracers,
    meters,
    spans: () => exporter.getFinishedSpans(),
    resetSpans: () => exporter.reset(),
    /** Metric name -> its points, as `read` has them. */
    async points<P>(read: (point: DataPoint) => P): Promise<Record<string, P[]>> {
      metrics.reset();
      await meters.forceFlush();
      const found = metrics.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
      return Object.fromEntries(
        found.map(({ descriptor, dataPoints }) => [descriptor.name, (dataPoints as DataPoint[]).map(read)]),
      );
    },
    async shutdown() {
      await Promise.all([tracers.shutdown(), meters.shutdown()]);
    },
  };
}

export function recordTelemetry() {
  const { tracers, meters, spans, points, shutdown } = createProviders();
  return {
    options: { tracer: tracers.getTracer('test'), meter: meters.getMeter('test') },
    spans,
    points: () => points(recordedPoint),
    [Symbol.asyncDispose]: shutdown,
  };
}
