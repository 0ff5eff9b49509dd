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
  /** Run first; alone they are no reason to record anything. */
  readonly preparing: readonly LogRecordProcessor[];
  /** The user's own. */
  readonly processors: readonly LogRecordProcessor[];
}

/** The logger provider of the parts; undefined when nobody would see a record. */
export function createLoggerProvider(config: LogsConfig, parts: LoggerParts): LoggerProvider | undefined {
  const exporting = parts.exporters.map((named) => createLogProcessor(config, named));
  const ending = [...parts.processors, ...exporting];
  if (ending.length === 0) return undefined;
  const { attributeCount: attributeCountLimit, attributeValueLength: attributeValueLengthLimit } = config.limits;
  return new LoggerProvider({
    resource: parts.resource,
    processors: [...parts.preparing, ...ending],
    logRecordLimits: { attributeCountLimit, attributeValueLengthLimit },
  });
}

function createLogProcessor({ batch }: LogsConfig, { name, exporter }: Named<LogRecordExporter>): LogRecordProcessor {
  return name === 'console'
    ? new SimpleLogRecordProcessor({ exporter })
    : new BatchLogRecordProcessor({ exporter, ...batch, exportTimeoutMillis: batchTimeouts(batch).processor });
}
