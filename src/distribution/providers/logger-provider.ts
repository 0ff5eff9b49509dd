import type { Resource } from '@opentelemetry/resources';
import {
  LoggerProvider,
  type LogRecordExporter,
  type LogRecordProcessor,
  type ReadableLogRecord,
} from '@opentelemetry/sdk-logs';
import type { LogsConfig } from '../../foundation/configuration/config.ts';
import { ImmediateExport } from '../../pipeline/delivery/batch-export.ts';
import type { Drainable, DrainableProvider } from '../../pipeline/delivery/drain.ts';
import { createItemPipeline, spoolFormat } from '../../pipeline/delivery/export-pipeline.ts';
import { ExportingLogRecordProcessor, type ExportSink } from '../../pipeline/delivery/exporting-processors.ts';
import { logRecordSize } from '../../pipeline/delivery/item-size.ts';
import type { Spool } from '../../pipeline/delivery/spool/spool.ts';
import type { NamedExporter } from '../../pipeline/exporters/create-exporters.ts';
import type { Redaction } from '../../pipeline/processors/redaction.ts';

export interface LoggerParts {
  readonly resource: Resource;
  readonly exporters: readonly NamedExporter<LogRecordExporter, ReadableLogRecord[]>[];
  /** Where telemetry that is not delivered yet is written. */
  readonly spool?: Spool | undefined;
  /** Run before the exporters see anything. */
  readonly processors: readonly LogRecordProcessor[];
  /** `undefined`: secrets are exported as they are. */
  readonly redaction?: Redaction | undefined;
}

/** The logger provider of the parts, and where its records leave. */
export function createLoggerProvider(config: LogsConfig, parts: LoggerParts): DrainableProvider<LoggerProvider> {
  const drainables: Drainable[] = [];
  const sinks = parts.exporters.map((named) => createSink(config, named, drainables, parts.spool));
  const exporting = new ExportingLogRecordProcessor(sinks, parts.redaction?.logRecord);
  const { attributeCount: attributeCountLimit, attributeValueLength: attributeValueLengthLimit } = config.limits;
  const provider = new LoggerProvider({
    resource: parts.resource,
    processors: [...parts.processors, exporting],
    logRecordLimits: { attributeCountLimit, attributeValueLengthLimit },
  });
  return { provider, drainables };
}

function createSink(
  { batch, otlp }: LogsConfig,
  { exporter, route, encoding }: NamedExporter<LogRecordExporter, ReadableLogRecord[]>,
  drainables: Drainable[],
  spool: Spool | undefined,
): ExportSink<ReadableLogRecord> {
  if (route === undefined) return new ImmediateExport(exporter);
  const parts = {
    signal: 'logs' as const,
    batch,
    exporter,
    route,
    spool,
    format: spoolFormat(otlp),
    queue: { items: 'log records', sizeVariable: 'OTEL_BLRP_MAX_QUEUE_SIZE', sizeOf: logRecordSize },
  };
  const { sink, drainable } = createItemPipeline(parts, encoding);
  drainables.push(drainable);
  return sink;
}
