import type { Resource } from '@opentelemetry/resources';
import {
  MeterProvider,
  type MetricReader,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
  type ViewOptions,
} from '@opentelemetry/sdk-metrics';
import type { MetricsConfig } from '../configuration/config.ts';
import { readerTimeouts } from '../exporters/export-timeout.ts';
import type { Named } from '../exporters/exporters.ts';

export interface MeterParts {
  readonly resource: Resource;
  readonly exporters: readonly Named<PushMetricExporter>[];
  readonly readers: readonly MetricReader[];
  readonly views: readonly ViewOptions[];
}

/** The meter provider of the parts. */
export function createMeterProvider(config: MetricsConfig, parts: MeterParts): MeterProvider {
  const exportIntervalMillis = config.reader.intervalMillis;
  const exportTimeoutMillis = readerTimeouts(config).processor;
  const pushing = parts.exporters.map(
    ({ exporter }) => new PeriodicExportingMetricReader({ exporter, exportIntervalMillis, exportTimeoutMillis }),
  );
  const readers = [...pushing, ...parts.readers];
  return new MeterProvider({ resource: parts.resource, readers, views: [...parts.views] });
}
