import type { Logger, LoggerProvider, LogRecord } from '@opentelemetry/api';
import { oneLine } from '../../foundation/diagnostics/masking.ts';
import { warnOnce } from '../../foundation/diagnostics/once.ts';
import { exportableAttributes, exportableValue } from '../../foundation/log-lines/exportable-value.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';

/**
 * A logger provider whose loggers never throw. A getter that throws, in a body or an attribute, throws in the SDK before any processor sees the
 * record: then a copy is emitted, in which such values are masked.
 */
export function guardLoggerProvider(provider: LoggerProvider, redactor: Redactor | undefined): LoggerProvider {
  const guarded = new WeakMap<Logger, Logger>();
  return Object.create(provider, {
    getLogger: {
      value: (...args: Parameters<LoggerProvider['getLogger']>): Logger => {
        const logger = provider.getLogger(...args);
        const known = guarded.get(logger) ?? guardLogger(logger, redactor);
        guarded.set(logger, known);
        return known;
      },
    },
  }) as LoggerProvider;
}

function guardLogger(logger: Logger, redactor: Redactor | undefined): Logger {
  const emit = (record: LogRecord): void => {
    try {
      logger.emit(exportable(record));
    } catch {
      emitCopy(logger, record, redactor);
    }
  };
  return Object.create(logger, { emit: { value: emit } }) as Logger;
}

/** The SDK drops values that it cannot export, and the object around them, without a word. */
function exportable(record: LogRecord): LogRecord {
  const { body, attributes } = record;
  const [exportableBody, exported] = [exportableValue(body), attributes && exportableAttributes(attributes)];
  if (exportableBody === body && exported === attributes) return record;
  return { ...record, body: exportableBody, attributes: exported } as LogRecord;
}

function emitCopy(logger: Logger, record: LogRecord, redactor: Redactor | undefined): void {
  try {
    logger.emit(redactor === undefined ? bareCopy(record) : plainCopy(record, redactor));
  } catch (error) {
    warnOnce(
      `a log record: expected one that can be read, got one that throws "${oneLine(String(error))}"; it is dropped`,
    );
  }
}

/** A copy as plain data: the redactor reads everything that can be read. */
function plainCopy(record: LogRecord, redactor: Redactor): LogRecord {
  const { attributes, body, exception, ...rest } = record;
  return {
    ...rest,
    ...(body === undefined ? {} : { body: redactor.redactAttribute('body', body) as NonNullable<LogRecord['body']> }),
    ...(attributes === undefined
      ? {}
      : { attributes: redactor.redactAttribute('attributes', attributes) as NonNullable<LogRecord['attributes']> }),
    ...(exception === undefined ? {} : { exception: String(redactor.redactAttribute('exception', exception)) }),
  };
}

/** The parts that can nearly always be read. */
function bareCopy({ body, severityNumber, severityText }: LogRecord): LogRecord {
  return {
    ...(typeof body === 'string' ? { body } : {}),
    ...(severityNumber === undefined ? {} : { severityNumber }),
    ...(severityText === undefined ? {} : { severityText }),
  };
}
