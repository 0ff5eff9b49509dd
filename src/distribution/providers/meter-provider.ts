import type { Resource } from '@opentelemetry/resources';
import {
  MeterProvider,
  type MetricReader,
  type PushMetricExporter,
  type ResourceMetrics,
  type ViewOptions,
} from '@opentelemetry/sdk-metrics';
import type { MetricsConfig } from '../../foundation/configuration/config.ts';
import { type DrainableProvider, metricDrain, printedMetricDrain } from '../../pipeline/delivery/drain.ts';
import { ExportLedger, published } from '../../pipeline/delivery/export-ledger.ts';
import { PushingMetricReader } from '../../pipeline/delivery/metric-reader.ts';
import type { NamedExporter } from '../../pipeline/exporters/create-exporters.ts';
import { readerTimeouts } from '../../pipeline/exporters/transport/export-timeout.ts';
import type { Redaction } from '../../pipeline/processors/redaction.ts';

export interface MeterParts {
  readonly resource: Resource;
  readonly exporters: readonly NamedExporter<PushMetricExporter, ResourceMetrics>[];
  readonly readers: readonly MetricReader[];
  readonly views: readonly ViewOptions[];
  /** `undefined`: secrets are exported as they are. */
  readonly redaction?: Redaction | undefined;
}

/** No queue: the next collection has the values again, those of delta temporality apart. */
const ABOUT = { signal: 'metrics', queueCapacity: 0 } as const;

/** The meter provider of the parts, and where its metrics leave. */
export function createMeterProvider(config: MetricsConfig, parts: MeterParts): DrainableProvider<MeterProvider> {
  const { intervalMillis } = config.reader;
  const { redaction } = parts;
  const collectTimeoutMillis = readerTimeouts(config).processor;
  const pushing = parts.exporters.map(({ exporter, route }) => {
    const ledger = route && published(new ExportLedger({ ...ABOUT, destination: route.destination.name }));
    const reader = new PushingMetricReader({
      exporter,
      intervalMillis,
      collectTimeoutMillis,
      ...(ledger && { ledger }),
      ...(redaction && { redact: redaction.metrics }),
    });
    const drainable = route === undefined ? printedMetricDrain(reader, exporter) : metricDrain(reader, route);
    return { reader, drainable };
  });
  const others = parts.readers.map((reader) => redaction?.reader(reader) ?? reader);
  const readers = [...pushing.map(({ reader }) => reader), ...others];
  const provider = new MeterProvider({ resource: parts.resource, readers, views: [...parts.views] });
  return { provider, drainables: pushing.map(({ drainable }) => drainable) };
}
