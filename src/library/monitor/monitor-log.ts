import type { Context } from '@opentelemetry/api';
import { configuredRedactor } from '../../foundation/configuration/configured-redactor.ts';
import { apiRegistry } from '../../foundation/diagnostics/api-registry.ts';
import { ConsoleOutput } from '../../foundation/log-lines/console-output.ts';
import { LogEmitter } from '../../foundation/log-lines/log-emitter.ts';
import type { LogLevel } from '../../foundation/log-lines/log-level.ts';
import { formatLine } from '../../foundation/log-lines/log-line.ts';
import { createLogRecord } from '../../foundation/log-lines/log-record.ts';
import { LostLines } from '../../foundation/log-lines/lost-lines.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';

/**
 * Writes the records of a Monitor to the logger provider or, while none is registered, to standard output as lines of JSON. Secrets are removed as
 * OTELIER_REDACTION and OTELIER_REDACT_* say.
 */
export class MonitorLog {
  readonly #service: string;
  readonly #console = new ConsoleOutput(new LostLines());
  readonly #emitter: LogEmitter;
  #redaction: { readonly redactor: Redactor | undefined } | undefined;

  constructor(service: string) {
    this.#service = service;
    this.#emitter = new LogEmitter(service);
  }

  write(level: LogLevel, message: unknown, extra: unknown, active: Context): void {
    const service = this.#service;
    const { redactor } = this.#configuredRedaction();
    const record = createLogRecord({ level, service, logger: service, message, fields: [extra], redactor, active });
    if (apiRegistry().logs !== undefined) this.#emitter.emit(record, active);
    else this.#console.write(formatLine.json(record));
  }

  /** Read with the first record: many Monitors never log, and reading the environment takes time. */
  #configuredRedaction(): { readonly redactor: Redactor | undefined } {
    this.#redaction ??= { redactor: configuredRedactor() };
    return this.#redaction;
  }
}
