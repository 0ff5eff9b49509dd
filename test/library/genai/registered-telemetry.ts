// Spans, metrics and log records of the providers that are registered globally, kept in memory.
import { context, metrics as globalMetrics, logs, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { AlwaysOffSampler, AlwaysOnSampler } from '@opentelemetry/sdk-trace';
import { createProviders, type RecordedPoint, recordedPoint } from './recorded-telemetry.ts';

/** A histogram has a count and a sum, a counter a value. */
export interface Point extends RecordedPoint {
  readonly count: number;
}

export function registerTelemetry({ isSampled = true } = {}) {
  const recorded = createProviders(isSampled ? new AlwaysOnSampler() : new AlwaysOffSampler());
  const records = new InMemoryLogRecordExporter();
  const loggers = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: records })] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(recorded.tracers);
  globalMetrics.setGlobalMeterProvider(recorded.meters);
  logs.setGlobalLoggerProvider(loggers);
  return {
    spans: recorded.spans,
    records: () => records.getFinishedLogRecords(),
    reset() {
      recorded.resetSpans();
      records.reset();
    },
    points: () =>
      recorded.points(
        (point): Point => ({
          ...recordedPoint(point),
          count: typeof point.value === 'number' ? 1 : point.value.count,
        }),
      ),
    async [Symbol.asyncDispose]() {
      for (const api of [context, trace, globalMetrics, logs]) api.disable();
      await Promise.all([recorded.shutdown(), loggers.shutdown()]);
    },
  };
}
