import { type Context, isSpanContextValid, type LogRecord, logs, trace } from '@opentelemetry/api';
import { apiRegistry } from '../../foundation/diagnostics/api-registry.ts';
import { ConsoleOutput } from '../../foundation/log-lines/console-output.ts';
import { type LogLevel, SEVERITY } from '../../foundation/log-lines/log-level.ts';
import { formatLine } from '../../foundation/log-lines/log-line.ts';
import { correlationOf, readFields, textOfMessage } from '../../foundation/log-lines/log-record-data.ts';
import { LostLines } from '../../foundation/log-lines/lost-lines.ts';
import { toPlain } from '../../foundation/log-lines/plain-value.ts';
import { deferRedactor } from '../../foundation/redaction/deferred-redactor.ts';

const redactor = deferRedactor({});

/** Where the records of a Monitor go: to the logger provider or, while there is none, to standard output, a line of JSON each, without secrets. */
export class MonitorLog {
  readonly #service: string;
  readonly #console = new ConsoleOutput(new LostLines());

  constructor(service: string) {
    this.#service = service;
  }

  write(level: LogLevel, message: unknown, extra: unknown, active: Context): void {
    const fields = readFields(extra);
    const text = textOfMessage(message);
    if (apiRegistry().logs !== undefined) this.#emit(level, text, fields, active);
    else this.#print(level, text, fields, active);
  }

  #emit(level: LogLevel, body: string, fields: ReadonlyMap<string, unknown>, active: Context): void {
    const attributes = Object.fromEntries([...fields].map(([key, value]) => [key, toPlain(value)]));
    logs.getLogger(this.#service).emit({
      timestamp: new Date(),
      severityNumber: SEVERITY[level],
      severityText: level,
      body,
      attributes: attributes as NonNullable<LogRecord['attributes']>,
      context: active,
    });
  }

  #print(level: LogLevel, message: string, fields: ReadonlyMap<string, unknown>, active: Context): void {
    const redacted = [...fields].flatMap(([key, value]) => {
      const kept = redactor.redactAttribute(key, toPlain(value));
      return kept === undefined ? [] : [[key, toPlain(kept)] as const];
    });
    const ids = trace.getSpanContext(active);
    const line = formatLine.json({
      timestamp: new Date(),
      level,
      service: this.#service,
      logger: this.#service,
      message: redactor.redactText(message),
      fields: redacted,
      ...(ids !== undefined && isSpanContextValid(ids)
        ? { traceId: ids.traceId, spanId: ids.spanId }
        : correlationOf(fields)),
    });
    this.#console.write(line);
  }
}
