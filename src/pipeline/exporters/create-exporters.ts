import { createRequire } from 'node:module';
import type { LogRecordExporter, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { MetricReader, PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { LogsConfig, MetricsConfig, OtlpConfig, TracesConfig } from '../../foundation/configuration/config.ts';
import { log } from '../../foundation/diagnostics/log.ts';
import type { EncodedItem } from '../encoding/encoded-item.ts';
import type { Destinations } from './destination/destination.ts';
import { monitorExporter, type PushExporter } from './destination/monitored-exporter.ts';
import type { ItemOtlp, OtlpSender, OtlpTarget } from './otlp/lazy-exporter.ts';
import { createOtlpLogExporter, createOtlpMetricExporter, createOtlpSpanExporter } from './otlp/otlp-exporters.ts';
import type { DeliveryRoute } from './otlp/otlp-request.ts';
import { batchTimeouts, readerTimeouts } from './transport/export-timeout.ts';

// Exporters are loaded when the configuration names them, and the code that sends OTLP by the first export. With `require` and not `import()`,
// since instrumentation has to be in place before the application's first line.
const load = createRequire(import.meta.url);

/** An exporter with its name in the configuration. */
export interface NamedExporter<Exporter, Items = never> {
  readonly name: string;
  readonly exporter: Exporter;
  /** Absent for exporters that print. */
  readonly route?: DeliveryRoute<Items>;
  /** Present where items can wait as bytes. */
  readonly encoding?: ExportEncoding<Items>;
}

/** How items are encoded, and the exporter of encoded items. */
export interface ExportEncoding<Items> {
  /** Throws what a getter of the item throws. */
  encode(item: Items extends readonly (infer Item)[] ? Item : never): EncodedItem;
  readonly exporter: PushExporter<EncodedItem[]> & Pick<SpanExporter, 'shutdown'>;
  readonly route: DeliveryRoute<EncodedItem[]>;
}

type Created<Exporter, Items> = Omit<NamedExporter<Exporter, Items>, 'name'>;
type Factories<Exporter, Items> = Readonly<Record<string, () => Created<Exporter, Items>>>;

/** The span exporters that the configuration names, in its order. */
export function createSpanExporters(
  config: TracesConfig,
  destinations: Destinations,
): readonly NamedExporter<SpanExporter, ReadableSpan[]>[] {
  const { otlp, zipkin, jaeger } = config;
  const { own } = batchTimeouts(config.batch);
  const agent = `udp://${jaeger.agentHost}:${jaeger.agentPort}`;
  const alone = (exporter: SpanExporter, url: string): Created<SpanExporter, ReadableSpan[]> => {
    const destination = destinations.of(url);
    return { exporter: monitorExporter(exporter, destination, own), route: { destination, toRequest: undefined } };
  };
  return create<SpanExporter, ReadableSpan[]>('traces', config.exporters, {
    otlp: () => {
      const target = otlpTarget(otlp, own, destinations);
      return monitoredEncoded(target, createOtlpSpanExporter(target));
    },
    console: () => ({ exporter: consoleExporters().createConsoleSpanExporter() }),
    zipkin: () => {
      const { createZipkinExporter } = load('./zipkin.ts') as typeof import('./zipkin.ts');
      return alone(createZipkinExporter(config), zipkin.endpoint);
    },
    jaeger: () => {
      const { createJaegerExporter } = load('./jaeger.ts') as typeof import('./jaeger.ts');
      return alone(createJaegerExporter(config), jaeger.endpoint ?? agent);
    },
  });
}

/** The metric exporters that push. Prometheus has a reader instead. */
export function createMetricExporters(
  config: MetricsConfig,
  destinations: Destinations,
): readonly NamedExporter<PushMetricExporter, ResourceMetrics>[] {
  const pushing = config.exporters.filter((name) => name !== 'prometheus');
  return create<PushMetricExporter, ResourceMetrics>('metrics', pushing, {
    otlp: () => {
      const target = otlpTarget(config.otlp, readerTimeouts(config).own, destinations);
      return monitored(target, createOtlpMetricExporter(target, config));
    },
    console: () => ({ exporter: consoleExporters().createConsoleMetricExporter() }),
  });
}

/** The readers that are scraped. `redact` removes secrets from what they collect. */
export function createScrapedReaders(
  config: MetricsConfig,
  redact?: (metrics: ResourceMetrics) => ResourceMetrics,
): readonly MetricReader[] {
  const scraped = config.exporters.filter((name) => name === 'prometheus');
  return create<MetricReader, never>('metrics', scraped, {
    prometheus: () => {
      const { createPrometheusReader } = load(
        './prometheus/scrape-endpoint.ts',
      ) as typeof import('./prometheus/scrape-endpoint.ts');
      return { exporter: createPrometheusReader(config.prometheus, redact) };
    },
  }).map(({ exporter }) => exporter);
}

/** The log exporters that the configuration names. */
export function createLogExporters(
  config: LogsConfig,
  destinations: Destinations,
): readonly NamedExporter<LogRecordExporter, ReadableLogRecord[]>[] {
  return create<LogRecordExporter, ReadableLogRecord[]>('logs', config.exporters, {
    otlp: () => {
      const target = otlpTarget(config.otlp, batchTimeouts(config.batch).own, destinations);
      return monitoredEncoded(target, createOtlpLogExporter(target));
    },
    console: () => ({ exporter: consoleExporters().createConsoleLogExporter() }),
  });
}

function monitored<Items, Exporter extends PushExporter<Items>>(
  { destination, timeoutMillis }: OtlpTarget,
  { exporter, toRequest, resender }: OtlpSender<Exporter & PushExporter<Items>, Items>,
): Created<Exporter, Items> {
  return {
    exporter: monitorExporter<Items, Exporter>(exporter, destination, timeoutMillis),
    route: { destination, toRequest, resender: monitorExporter(resender, destination, timeoutMillis) },
  };
}

function monitoredEncoded<Item, Exporter extends PushExporter<Item[]>>(
  target: OtlpTarget,
  { encoding, ...otlp }: ItemOtlp<Exporter, Item>,
): Created<Exporter, Item[]> {
  const created = monitored<Item[], Exporter>(target, otlp);
  if (encoding === undefined) return created;
  const { exporter, route } = monitored(target, encoding.otlp);
  if (route === undefined) return created;
  return { ...created, encoding: { encode: encoding.encode as ExportEncoding<Item[]>['encode'], exporter, route } };
}

/** The shorter one of OTLP's own limit and the processor's applies. */
function otlpTarget(otlp: OtlpConfig, limitMillis: number, destinations: Destinations): OtlpTarget {
  return {
    otlp,
    destination: destinations.of(otlp.endpoint),
    timeoutMillis: Math.min(otlp.timeoutMillis, limitMillis),
  };
}

const consoleExporters = () => load('./console.ts') as typeof import('./console.ts');

/** An exporter that cannot be created is one warning; the others are created all the same. */
function create<Exporter, Items>(
  signal: string,
  names: readonly string[],
  factories: Factories<Exporter, Items>,
): readonly NamedExporter<Exporter, Items>[] {
  return names.flatMap((name) => {
    try {
      const created = factories[name]?.();
      return created === undefined ? [] : [{ name, ...created }];
    } catch (error) {
      log.warn(
        `${signal} exporter ${name}: expected to be created, got "${(error as Error).message}"; ${signal} do not go there`,
      );
      return [];
    }
  });
}
