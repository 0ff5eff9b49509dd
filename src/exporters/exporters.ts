import { createRequire } from 'node:module';
import type { LogRecordExporter } from '@opentelemetry/sdk-logs';
import type { MetricReader, PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { LogsConfig, MetricsConfig, OtlpConfig, TracesConfig } from '../configuration/config.ts';
import { log } from '../diagnostics/log.ts';
import type { Destinations } from './destination.ts';
import { batchTimeouts, readerTimeouts } from './export-timeout.ts';
import type { OtlpTarget } from './otlp-target.ts';
import { reporting } from './reporting.ts';

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
  const { own } = batchTimeouts(config.batch);
  const agent = `udp://${jaeger.agentHost}:${jaeger.agentPort}`;
  return create('traces', config.exporters, {
    otlp: () => {
      const target = otlpTarget(otlp, own, destinations);
      const exporter = usesGrpc(otlp)
        ? grpcExporters().createOtlpGrpcSpanExporter(target)
        : httpExporters().createOtlpHttpSpanExporter(target);
      return reporting(exporter, target.destination, target.timeoutMillis);
    },
    console: () => consoleExporters().createConsoleSpanExporter(),
    zipkin: () => {
      const { createZipkinExporter } = load('./zipkin.ts') as typeof import('./zipkin.ts');
      return reporting(createZipkinExporter(config), destinations.of(zipkin.endpoint), own);
    },
    jaeger: () => {
      const { createJaegerExporter } = load('./jaeger.ts') as typeof import('./jaeger.ts');
      return reporting(createJaegerExporter(config), destinations.of(jaeger.endpoint ?? agent), own);
    },
  });
}

/** The metric exporters that push; Prometheus is a reader of its own. */
export function createMetricExporters(
  config: MetricsConfig,
  destinations: Destinations,
): readonly Named<PushMetricExporter>[] {
  const pushing = config.exporters.filter((name) => name !== 'prometheus');
  return create('metrics', pushing, {
    otlp: () => {
      const target = otlpTarget(config.otlp, readerTimeouts(config).own, destinations);
      const exporter = usesGrpc(config.otlp)
        ? grpcExporters().createOtlpGrpcMetricExporter(target, config)
        : httpExporters().createOtlpHttpMetricExporter(target, config);
      return reporting(exporter, target.destination, target.timeoutMillis);
    },
    console: () => consoleExporters().createConsoleMetricExporter(),
  });
}

/** The readers that wait to be scraped. */
export function createScrapedReaders(config: MetricsConfig): readonly MetricReader[] {
  const scraped = config.exporters.filter((name) => name === 'prometheus');
  return create('metrics', scraped, {
    prometheus: () =>
      (load('./prometheus.ts') as typeof import('./prometheus.ts')).createPrometheusReader(config.prometheus),
  }).map(({ exporter }) => exporter);
}

/** The log exporters that the configuration names. */
export function createLogExporters(
  config: LogsConfig,
  destinations: Destinations,
): readonly Named<LogRecordExporter>[] {
  return create('logs', config.exporters, {
    otlp: () => {
      const target = otlpTarget(config.otlp, batchTimeouts(config.batch).own, destinations);
      const exporter = usesGrpc(config.otlp)
        ? grpcExporters().createOtlpGrpcLogExporter(target)
        : httpExporters().createOtlpHttpLogExporter(target);
      return reporting(exporter, target.destination, target.timeoutMillis);
    },
    console: () => consoleExporters().createConsoleLogExporter(),
  });
}

/** The shorter one of OTLP's own limit and the processor's holds. */
function otlpTarget(otlp: OtlpConfig, limitMillis: number, destinations: Destinations): OtlpTarget {
  return {
    otlp,
    destination: destinations.of(otlp.endpoint),
    timeoutMillis: Math.min(otlp.timeoutMillis, limitMillis),
  };
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
      log.warn(
        `${signal} exporter ${name}: expected to be created, got "${(error as Error).message}"; ${signal} do not go there`,
      );
      return [];
    }
  });
}
