import { context, type Logger, type LoggerProvider, type LogRecord, logs } from '@opentelemetry/api';
import { warnOnce } from '../../foundation/diagnostics/once.ts';
import { SEVERITY } from '../../foundation/log-lines/log-level.ts';
import type { LogRecordData } from '../../foundation/log-lines/log-record-data.ts';

/** Hands records to the logger provider that is registered at the time; without one they go nowhere. */
export class OtlpEmitter {
  readonly #name: string;
  #provider: LoggerProvider | undefined;
  #logger: Logger | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  emit({ timestamp, level, message, fields }: LogRecordData): void {
    try {
      this.#current().emit({
        timestamp,
        severityNumber: SEVERITY[level],
        severityText: level,
        body: message,
        attributes: Object.fromEntries(fields) as NonNullable<LogRecord['attributes']>,
        context: context.active(),
      });
    } catch (error) {
      warnOnce(`Logger: a log record could not be emitted: ${(error as Error)?.message}; it is not exported`);
    }
  }

  #current(): Logger {
    const provider = logs.getLoggerProvider();
    if (provider !== this.#provider || this.#logger === undefined) {
      this.#provider = provider;
      this.#logger = logs.getLogger(this.#name);
    }
    return this.#logger;
  }
}
