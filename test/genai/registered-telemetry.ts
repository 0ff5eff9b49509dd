// Spans, metrics and log records of the providers that are registered globally, kept in memory.
import { context, metrics as globalMetrics, logs, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';

/** A histogram has a count and a sum, a counter a value. */
export interface Point {
  readonly labels: Record<string, unknown>;
  readonly value: number;
  readonly count: number;
}

export function registerTelemetry({ isSampled = true } = {}) {
  const spans = new InMemorySpanExporter();
  const sampler = isSampled ? new AlwaysOnSampler() : new AlwaysOffSampler();
  const tracers = new TracerProvider({ sampler, spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] });
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 3_600_000 });
  const meters = new MeterProvider({ readers: [reader] });
  const records = new InMemoryLogRecordExporter();
  const loggers = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: records })] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(tracers);
  globalMetrics.setGlobalMeterProvider(meters);
  logs.setGlobalLoggerProvider(loggers);
  return {
    spans: () => spans.getFinishedSpans(),
    records: () => records.getFinishedLogRecords(),
    reset() {
      spans.reset();
      records.reset();
    },
    async points(): Promise<Record<string, Point[]>> {
      metrics.reset();
      await meters.forceFlush();
      const found = metrics.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
      return Object.fromEntries(
        found.map(({ descriptor, dataPoints }) => [
          descriptor.name,
          dataPoints.map(({ attributes, value }) => ({
            labels: attributes,
            value: typeof value === 'number' ? value : (value.sum ?? Number.NaN),
            count: typeof value === 'number' ? 1 : value.count,
          })),
        ]),
      );
    },
    async [Symbol.asyncDispose]() {
      for (const api of [context, trace, globalMetrics, logs]) api.disable();
      await Promise.all([tracers.shutdown(), meters.shutdown(), loggers.shutdown()]);
    },
  };
}
