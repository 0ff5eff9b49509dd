import type { Resource } from '@opentelemetry/resources';
import {
  BatchLogRecordProcessor,
  LoggerProvider,
  type LogRecordExporter,
  type LogRecordProcessor,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import type { LogsConfig } from '../configuration/config.ts';
import { batchTimeouts } from '../exporters/export-timeout.ts';
import type { Named } from '../exporters/exporters.ts';

export interface LoggerParts {
  readonly resource: Resource;
  readonly exporters: readonly Named<LogRecordExporter>[];
  /** Run before the exporters see anything. */
  readonly processors: readonly LogRecordProcessor[];
}

/** The logger provider of the parts. */
export function createLoggerProvider(config: LogsConfig, parts: LoggerParts): LoggerProvider {
  const exporting = parts.exporters.map((named) => createLogProcessor(config, named));
  const { attributeCount: attributeCountLimit, attributeValueLength: attributeValueLengthLimit } = config.limits;
  return new LoggerProvider({
    resource: parts.resource,
    processors: [...parts.processors, ...exporting],
    logRecordLimits: { attributeCountLimit, attributeValueLengthLimit },
  });
}

function createLogProcessor({ batch }: LogsConfig, { name, exporter }: Named<LogRecordExporter>): LogRecordProcessor {
  return name === 'console'
    ? new SimpleLogRecordProcessor({ exporter })
    : new BatchLogRecordProcessor({ exporter, ...batch, exportTimeoutMillis: batchTimeouts(batch).processor });
}
