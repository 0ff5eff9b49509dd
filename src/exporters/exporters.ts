import { createRequire } from 'node:module';
import { diag } from '@opentelemetry/api';
import type { LogRecordExporter } from '@opentelemetry/sdk-logs';
import type { MetricReader, PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { LogsConfig, MetricsConfig, OtlpConfig, TracesConfig } from '../configuration/config.ts';
import type { Destinations } from './destination.ts';

// Exporters are required when the configuration names them: gRPC alone would cost more start-up time than all the rest.
// `require` and not `import()`, since instrumentation has to be in place before the application's first line.
const load = createRequire(import.meta.url);

/** An exporter with its name, since some are handled by another processor. */
export interface Named<T> {
  readonly name: string;
  readonly exporter: T;
}

type Factory<T> = () => T;

/** The span exporters that the configuration names, in its order. */
export function createSpanExporters(config: TracesConfig, destinations: Destinations): readonly Named<SpanExporter>[] {
  const { otlp, zipkin, jaeger } = config;
  const agent = `udp://${jaeger.agentHost}:${jaeger.agentPort}`;
  return create('traces', config.exporters, {
    otlp: () => otlpSpanExporter(config, destinations.of(otlp.endpoint)),
    console: () => consoleExporters().createConsoleSpanExporter(),
    zipkin: () =>
      (load('./zipkin.ts') as typeof import('./zipkin.ts')).createZipkinExporter(
        config,
        destinations.of(zipkin.endpoint),
      ),
    jaeger: () =>
      (load('./jaeger.ts') as typeof import('./jaeger.ts')).createJaegerExporter(
        config,
        destinations.of(jaeger.endpoint ?? agent),
      ),
  });
}

/** The metric exporters that push; Prometheus is a reader of its own. */
export function createMetricExporters(
  config: MetricsConfig,
  destinations: Destinations,
): readonly Named<PushMetricExporter>[] {
  const pushing = config.exporters.filter((name) => name !== 'prometheus');
  return create('metrics', pushing, {
    otlp: () => otlpMetricExporter(config, destinations.of(config.otlp.endpoint)),
    console: () => consoleExporters().createConsoleMetricExporter(),
  });
}

/** The readers that wait to be scraped. */
export function createScrapedReaders(config: MetricsConfig): readonly Named<MetricReader>[] {
  const scraped = config.exporters.filter((name) => name === 'prometheus');
  return create('metrics', scraped, {
    prometheus: () =>
      (load('./prometheus.ts') as typeof import('./prometheus.ts')).createPrometheusReader(config.prometheus),
  });
}

/** The log exporters that the configuration names. */
export function createLogExporters(
  config: LogsConfig,
  destinations: Destinations,
): readonly Named<LogRecordExporter>[] {
  return create('logs', config.exporters, {
    otlp: () => otlpLogExporter(config, destinations.of(config.otlp.endpoint)),
    console: () => consoleExporters().createConsoleLogExporter(),
  });
}

function otlpSpanExporter(config: TracesConfig, destination: ReturnType<Destinations['of']>): SpanExporter {
  return usesGrpc(config.otlp)
    ? grpcExporters().createOtlpGrpcSpanExporter(config, destination)
    : httpExporters().createOtlpHttpSpanExporter(config, destination);
}

function otlpMetricExporter(config: MetricsConfig, destination: ReturnType<Destinations['of']>): PushMetricExporter {
  return usesGrpc(config.otlp)
    ? grpcExporters().createOtlpGrpcMetricExporter(config, destination)
    : httpExporters().createOtlpHttpMetricExporter(config, destination);
}

function otlpLogExporter(config: LogsConfig, destination: ReturnType<Destinations['of']>): LogRecordExporter {
  return usesGrpc(config.otlp)
    ? grpcExporters().createOtlpGrpcLogExporter(config, destination)
    : httpExporters().createOtlpHttpLogExporter(config, destination);
}

const usesGrpc = (otlp: OtlpConfig): boolean => otlp.protocol === 'grpc';
const grpcExporters = () => load('./otlp-grpc.ts') as typeof import('./otlp-grpc.ts');
const httpExporters = () => load('./otlp-http.ts') as typeof import('./otlp-http.ts');
const consoleExporters = () => load('./console.ts') as typeof import('./console.ts');

/** An exporter that cannot be made is one warning and absent; the others are made all the same. */
function create<T>(
  signal: string,
  names: readonly string[],
  factories: Readonly<Record<string, Factory<T>>>,
): readonly Named<T>[] {
  return names.flatMap((name) => {
    try {
      const exporter = factories[name]?.();
      return exporter === undefined ? [] : [{ name, exporter }];
    } catch (error) {
      diag.warn(
        `${signal} exporter ${name}: expected to be created, got "${(error as Error).message}"; ${signal} do not go there`,
      );
      return [];
    }
  });
}
