import { createRequire } from 'node:module';
import type { LogRecordExporter, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { MetricReader, PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { LogsConfig, MetricsConfig, OtlpConfig, TracesConfig } from '../../foundation/configuration/config.ts';
import { log } from '../../foundation/diagnostics/log.ts';
import type { EncodedItem } from '../encoding/encoded-item.ts';
import type { Destinations } from './destination/destination.ts';
import { monitorExporter, type PushExporter } from './destination/monitored-exporter.ts';
import type { ItemOtlp, Otlp, OtlpTarget } from './otlp/lazy-exporter.ts';
import { createOtlpLogExporter, createOtlpMetricExporter, createOtlpSpanExporter } from './otlp/otlp-exporters.ts';
import type { DeliveryRoute } from './otlp/otlp-request.ts';
import { batchTimeouts, readerTimeouts } from './transport/export-timeout.ts';

// Exporters are required when the configuration names them, and what OTLP takes by the first export.
// `require` and not `import()`, since instrumentation has to be in place before the application's first line.
const load = createRequire(import.meta.url);

/** An exporter with its name, since some are handled by another processor. */
export interface NamedExporter<Exporter, Items = never> {
  readonly name: string;
  readonly exporter: Exporter;
  /** Absent for what is written, not sent. */
  readonly route?: DeliveryRoute<Items>;
  /** Present where items can wait as bytes. */
  readonly encoding?: ExportEncoding<Items>;
}

/** How items are encoded, and what takes them then. */
export interface ExportEncoding<Items> {
  /** Throws what a getter of the item throws. */
  encode(item: Items extends readonly (infer Item)[] ? Item : never): EncodedItem;
  readonly exporter: PushExporter<EncodedItem[]> & Pick<SpanExporter, 'shutdown'>;
  readonly route: DeliveryRoute<EncodedItem[]>;
}

type Made<Exporter, Items> = Omit<NamedExporter<Exporter, Items>, 'name'>;
type Factories<Exporter, Items> = Readonly<Record<string, () => Made<Exporter, Items>>>;

/** The span exporters that the configuration names, in its order. */
export function createSpanExporters(
  config: TracesConfig,
  destinations: Destinations,
): readonly NamedExporter<SpanExporter, ReadableSpan[]>[] {
  const { otlp, zipkin, jaeger } = config;
  const { own } = batchTimeouts(config.batch);
  const agent = `udp://${jaeger.agentHost}:${jaeger.agentPort}`;
  const alone = (exporter: SpanExporter, url: string): Made<SpanExporter, ReadableSpan[]> => {
    const destination = destinations.of(url);
    return { exporter: monitorExporter(exporter, destination, own), route: { destination, toRequest: undefined } };
  };
  return create<SpanExporter, ReadableSpan[]>('traces', config.exporters, {
    otlp: () => {
      const target = otlpTarget(otlp, own, destinations);
      return sentEncoded(target, createOtlpSpanExporter(target));
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

/** The metric exporters that push; Prometheus is a reader of its own. */
export function createMetricExporters(
  config: MetricsConfig,
  destinations: Destinations,
): readonly NamedExporter<PushMetricExporter, ResourceMetrics>[] {
  const pushing = config.exporters.filter((name) => name !== 'prometheus');
  return create<PushMetricExporter, ResourceMetrics>('metrics', pushing, {
    otlp: () => {
      const target = otlpTarget(config.otlp, readerTimeouts(config).own, destinations);
      return sent(target, createOtlpMetricExporter(target, config));
    },
    console: () => ({ exporter: consoleExporters().createConsoleMetricExporter() }),
  });
}

/** The readers that wait to be scraped. */
export function createScrapedReaders(config: MetricsConfig): readonly MetricReader[] {
  const scraped = config.exporters.filter((name) => name === 'prometheus');
  return create<MetricReader, never>('metrics', scraped, {
    prometheus: () => {
      const { createPrometheusReader } = load('./prometheus.ts') as typeof import('./prometheus.ts');
      return { exporter: createPrometheusReader(config.prometheus) };
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
      return sentEncoded(target, createOtlpLogExporter(target));
    },
    console: () => ({ exporter: consoleExporters().createConsoleLogExporter() }),
  });
}

function sent<Items, Exporter extends PushExporter<Items>>(
  { destination, timeoutMillis }: OtlpTarget,
  { exporter, toRequest, resender }: Otlp<Exporter & PushExporter<Items>, Items>,
): Made<Exporter, Items> {
  return {
    exporter: monitorExporter<Items, Exporter>(exporter, destination, timeoutMillis),
    route: { destination, toRequest, resender: monitorExporter(resender, destination, timeoutMillis) },
  };
}

function sentEncoded<Item, Exporter extends PushExporter<Item[]>>(
  target: OtlpTarget,
  { encoding, ...otlp }: ItemOtlp<Exporter, Item>,
): Made<Exporter, Item[]> {
  const made = sent<Item[], Exporter>(target, otlp);
  if (encoding === undefined) return made;
  const { exporter, route } = sent(target, encoding.otlp);
  if (route === undefined) return made;
  return { ...made, encoding: { encode: encoding.encode as ExportEncoding<Item[]>['encode'], exporter, route } };
}

/** The shorter one of OTLP's own limit and the processor's holds. */
function otlpTarget(otlp: OtlpConfig, limitMillis: number, destinations: Destinations): OtlpTarget {
  return {
    otlp,
    destination: destinations.of(otlp.endpoint),
    timeoutMillis: Math.min(otlp.timeoutMillis, limitMillis),
  };
}

const consoleExporters = () => load('./console.ts') as typeof import('./console.ts');

/** An exporter that cannot be made is one warning and absent; the others are made all the same. */
function create<Exporter, Items>(
  signal: string,
  names: readonly string[],
  factories: Factories<Exporter, Items>,
): readonly NamedExporter<Exporter, Items>[] {
  return names.flatMap((name) => {
    try {
      const made = factories[name]?.();
      return made === undefined ? [] : [{ name, ...made }];
    } catch (error) {
      log.warn(
        `${signal} exporter ${name}: expected to be created, got "${(error as Error).message}"; ${signal} do not go there`,
      );
      return [];
    }
  });
}
