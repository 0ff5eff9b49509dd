import type { Meter, Tracer } from '@opentelemetry/api';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { AlwaysOnSampler, type ReadableSpan, TracerProvider } from '@opentelemetry/sdk-trace';
import type { MetricsConfig, OtlpConfig } from '../../foundation/configuration/config.ts';
import { configuredRedactor } from '../../foundation/configuration/configured-redactor.ts';
import { resolveConfig } from '../../foundation/configuration/resolve.ts';
import { Destinations } from '../exporters/destination/destination.ts';
import { monitorExporter } from '../exporters/destination/monitored-exporter.ts';
import { createOtlpMetricExporter, createOtlpSpanExporter } from '../exporters/otlp/otlp-exporters.ts';
import { Redaction } from '../processors/redaction.ts';
import { type Drainable, type DrainableProvider, metricDrain, queueDrain } from './drain.ts';
import { joinExit } from './exit-delivery.ts';
import { ExportLedger } from './export-ledger.ts';
import { ExportQueue } from './export-queue.ts';
import { ExportingSpanProcessor, settleAll } from './exporting-processors.ts';
import { spanSize } from './item-size.ts';
import { PushingMetricReader } from './metric-reader.ts';

export interface OwnPipelineOptions {
  readonly serviceName: string;
  /** undefined: no spans are sent. */
  readonly traces: OtlpConfig | undefined;
  /** undefined: no metrics are sent. */
  readonly metrics: MetricsConfig | undefined;
  /** How long one export may take at most, retries included. */
  readonly timeoutMillis: number;
  /** Whether spans are collected in batches. */
  readonly isBatched: boolean;
  readonly intervalMillis: number;
}

/** Spans and metrics to an endpoint of their own, apart from the providers that are registered globally. */
export interface OwnPipeline {
  readonly tracer: Tracer | undefined;
  readonly meter: Meter | undefined;
  /** Sends everything. Never rejects. */
  flush(): Promise<void>;
  /** Sends everything, without retries, and ends. Never rejects. */
  shutdown(): Promise<void>;
}

/**
 * Creates the pipeline. Nothing is registered globally, and no timer keeps the process alive. At the end of the process everything is delivered, as
 * the telemetry of the registered providers is.
 */
export function createOwnPipeline(options: OwnPipelineOptions): OwnPipeline {
  const { traces, metrics, serviceName } = options;
  const { redaction: redactionConfig, shutdownTimeoutMillis } = resolveConfig().config;
  const redactor = configuredRedactor(undefined, redactionConfig);
  const parts: Parts = {
    ...options,
    destinations: new Destinations({ keepAliveMillis: shutdownTimeoutMillis / 2 }),
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    redaction: redactor && new Redaction(redactor),
  };
  const tracing = traces && createTracing(parts, traces);
  const metering = metrics && createMetering(parts, metrics);
  const made = [tracing, metering].filter((pipeline) => pipeline !== undefined);
  // Failures have been reported by their destination.
  const ignoreFailures = (): void => {};
  const flush = (): Promise<void> => settleAll(made.map(({ provider }) => provider.forceFlush())).catch(ignoreFailures);
  const stopRetrying = (): void => parts.destinations.stopRetrying();
  const leave = joinExit({
    drainables: made.flatMap(({ drainables }) => drainables),
    flush,
    stopRetrying,
    timeoutMillis: shutdownTimeoutMillis,
  });
  return {
    tracer: tracing?.provider.getTracer(serviceName),
    meter: metering?.provider.getMeter(serviceName),
    flush,
    async shutdown() {
      stopRetrying();
      await settleAll(made.map(({ provider }) => provider.shutdown())).catch(ignoreFailures);
      leave();
    },
  };
}

interface Parts extends OwnPipelineOptions {
  readonly destinations: Destinations;
  readonly resource: Resource;
  readonly redaction: Redaction | undefined;
}

const QUEUE = { items: 'spans', sizeVariable: 'OpenTelemetryExporter', maxQueueSize: 8_192, sizeOf: spanSize };
const MAX_BATCH_SIZE = 512;

function createTracing(parts: Parts, otlp: OtlpConfig): DrainableProvider<TracerProvider> {
  const { destinations, resource, redaction, timeoutMillis, isBatched, intervalMillis } = parts;
  const destination = destinations.of(otlp.endpoint);
  const { exporter, ...route } = createOtlpSpanExporter({ otlp, destination, timeoutMillis });
  const about = { destination: destination.name, queueCapacity: QUEUE.maxQueueSize };
  const queue = new ExportQueue<ReadableSpan>(monitorExporter(exporter, destination, timeoutMillis), {
    ...QUEUE,
    maxExportBatchSize: isBatched ? MAX_BATCH_SIZE : 1,
    scheduledDelayMillis: intervalMillis,
    ledger: new ExportLedger({ signal: 'traces', ...about }),
    retryStopSignal: destination.retryStopSignal,
  });
  const processor = new ExportingSpanProcessor([queue], redaction?.span);
  const provider = new TracerProvider({ resource, sampler: new AlwaysOnSampler(), spanProcessors: [processor] });
  return { provider, drainables: [queueDrain(QUEUE.items, queue, { destination, ...route })] };
}

function createMetering(parts: Parts, metrics: MetricsConfig): DrainableProvider<MeterProvider> {
  const { destinations, resource, redaction, timeoutMillis, intervalMillis } = parts;
  const destination = destinations.of(metrics.otlp.endpoint);
  const { exporter, ...route } = createOtlpMetricExporter({ otlp: metrics.otlp, destination, timeoutMillis }, metrics);
  const reader = new PushingMetricReader({
    exporter: monitorExporter(exporter, destination, timeoutMillis),
    intervalMillis,
    collectTimeoutMillis: Math.min(timeoutMillis, intervalMillis),
    ...(redaction && { redact: redaction.metrics }),
  });
  const drainables: readonly Drainable[] = [metricDrain(reader, { destination, ...route })];
  return { provider: new MeterProvider({ resource, readers: [reader] }), drainables };
}
