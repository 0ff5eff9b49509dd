import type { Resource } from '@opentelemetry/resources';
import {
  LoggerProvider,
  type LogRecordExporter,
  type LogRecordProcessor,
  type ReadableLogRecord,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import type { LogsConfig } from '../configuration/config.ts';
import type { Named } from '../exporters/exporters.ts';
import { ExportQueue } from '../processors/export-queue.ts';
import { ExportingLogRecordProcessor } from '../processors/exporting-processors.ts';
import { logRecordSize } from '../processors/text-size.ts';
import { type Outlet, queueOutlet, queueParts, type WithOutlets } from './outlet.ts';

export interface LoggerParts {
  readonly resource: Resource;
  readonly exporters: readonly Named<LogRecordExporter, ReadableLogRecord[]>[];
  /** Run before the exporters see anything. */
  readonly processors: readonly LogRecordProcessor[];
}

/** The logger provider of the parts, and where its records leave. */
export function createLoggerProvider(config: LogsConfig, parts: LoggerParts): WithOutlets<LoggerProvider> {
  const outlets: Outlet[] = [];
  const exporting = parts.exporters.map((named) => createLogProcessor(config, named, outlets));
  const { attributeCount: attributeCountLimit, attributeValueLength: attributeValueLengthLimit } = config.limits;
  const provider = new LoggerProvider({
    resource: parts.resource,
    processors: [...parts.processors, ...exporting],
    logRecordLimits: { attributeCountLimit, attributeValueLengthLimit },
  });
  return { provider, outlets };
}

function createLogProcessor(
  { batch }: LogsConfig,
  { exporter, route }: Named<LogRecordExporter, ReadableLogRecord[]>,
  outlets: Outlet[],
): LogRecordProcessor {
  if (route === undefined) return new SimpleLogRecordProcessor({ exporter });
  const queue = new ExportQueue(exporter, {
    ...batch,
    items: 'log records',
    sizeVariable: 'OTEL_BLRP_MAX_QUEUE_SIZE',
    sizeOf: logRecordSize,
    ...queueParts('logs', batch, route),
  });
  outlets.push(queueOutlet('log records', queue, route));
  return new ExportingLogRecordProcessor(queue);
}
