import { type Context, context, type Logger, type LoggerProvider, type LogRecord, logs } from '@opentelemetry/api';
import { warnOnce } from '../diagnostics/once.ts';
import { readException } from './exception.ts';
import { SEVERITY } from './log-level.ts';
import type { LogRecordData } from './log-record.ts';

/** Emits records to the logger provider that is registered at the time; without one they are dropped. Never throws. */
export class LogEmitter {
  readonly #name: string;
  #provider: LoggerProvider | undefined;
  #logger: Logger | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  emit({ timestamp, level, message, fields }: LogRecordData, active: Context = context.active()): void {
    try {
      this.#current().emit({
        timestamp,
        severityNumber: SEVERITY[level],
        severityText: level,
        body: message,
        attributes: Object.fromEntries(fields) as NonNullable<LogRecord['attributes']>,
        context: active,
      });
    } catch (error) {
      warnOnce(`${this.#name}: a log record could not be emitted: ${readException(error).message}; it is not exported`);
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
