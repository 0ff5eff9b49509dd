import type { Meter, Tracer } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  SimpleSpanProcessor,
  type SpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { MetricsConfig, OtlpConfig } from '../../foundation/configuration/config.ts';
import { type Destination, Destinations } from './destination/destination.ts';
import { monitorExporter } from './destination/monitored-exporter.ts';
import { createOtlpMetricExporter, createOtlpSpanExporter } from './otlp/otlp-exporters.ts';

export interface OwnPipelineOptions {
  readonly serviceName: string;
  /** undefined: no spans are sent. */
  readonly traces: OtlpConfig | undefined;
  /** undefined: no metrics are sent. */
  readonly metrics: MetricsConfig | undefined;
  /** The longest time one export may take, further tries included. */
  readonly timeoutMillis: number;
  /** Whether spans wait for each other. */
  readonly isBatched: boolean;
  readonly intervalMillis: number;
}

/** Spans and metrics to a place of their own, apart from what is registered globally. */
export interface OwnPipeline {
  readonly tracer: Tracer | undefined;
  readonly meter: Meter | undefined;
  /** Sends what waits. Never rejects. */
  flush(): Promise<void>;
  /** Sends what waits, each thing once, and ends. Never rejects. */
  shutdown(): Promise<void>;
}

/** Creates the pipeline. Nothing is registered globally, and no timer of it keeps the process alive. */
export function createOwnPipeline(options: OwnPipelineOptions): OwnPipeline {
  const destinations = new Destinations();
  const resource = resourceFromAttributes({ 'service.name': options.serviceName });
  const { traces, metrics, serviceName } = options;
  const tracing =
    traces &&
    new TracerProvider({
      resource,
      sampler: new AlwaysOnSampler(),
      spanProcessors: [spanProcessor(options, traces, destinations)],
    });
  const metering = metrics && new MeterProvider({ resource, readers: [metricReader(options, metrics, destinations)] });
  const providers = [tracing, metering].filter((provider) => provider !== undefined);
  const settle = async (endings: readonly Promise<void>[]): Promise<void> => {
    // Failures have been told by their destination.
    await Promise.allSettled(endings);
  };
  return {
    tracer: tracing?.getTracer(serviceName),
    meter: metering?.getMeter(serviceName),
    flush: () => settle(providers.map((provider) => provider.forceFlush())),
    shutdown() {
      destinations.stopRetrying();
      return settle(providers.map((provider) => provider.shutdown()));
    },
  };
}

function spanProcessor(options: OwnPipelineOptions, otlp: OtlpConfig, destinations: Destinations): SpanProcessor {
  const { timeoutMillis, isBatched, intervalMillis } = options;
  const destination = destinations.of(otlp.endpoint);
  const sender = createOtlpSpanExporter({ otlp, destination, timeoutMillis }).exporter;
  const exporter = monitorExporter(sender, destination, timeoutMillis);
  if (!isBatched) return new SimpleSpanProcessor({ exporter });
  return new BatchSpanProcessor({ exporter, scheduledDelayMillis: intervalMillis, exportTimeoutMillis: timeoutMillis });
}

function metricReader(options: OwnPipelineOptions, metrics: MetricsConfig, destinations: Destinations) {
  const { timeoutMillis, intervalMillis } = options;
  const destination: Destination = destinations.of(metrics.otlp.endpoint);
  const sender = createOtlpMetricExporter({ otlp: metrics.otlp, destination, timeoutMillis }, metrics).exporter;
  return new PeriodicExportingMetricReader({
    exporter: monitorExporter(sender, destination, timeoutMillis),
    exportIntervalMillis: intervalMillis,
    exportTimeoutMillis: Math.min(timeoutMillis, intervalMillis),
  });
}
