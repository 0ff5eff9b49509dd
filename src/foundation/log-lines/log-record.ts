import { type Context, context, isSpanContextValid, trace } from '@opentelemetry/api';
import type { Redactor } from '../redaction/redactor.ts';
import { exceptionAttributes } from './exception.ts';
import { readFields } from './log-fields.ts';
import type { LogLevel } from './log-level.ts';
import { redactFields, redactMessage } from './log-redaction.ts';
import { type Plain, textOfValue } from './plain-value.ts';

/** A complete log record as plain data, without secrets. */
export interface LogRecordData {
  readonly timestamp: Date;
  readonly level: LogLevel;
  readonly service: string;
  readonly logger: string;
  readonly message: string;
  /** In the order in which they were given. */
  readonly fields: readonly (readonly [string, Plain])[];
  /** 32 hexadecimal digits. */
  readonly traceId?: string;
  /** 16 hexadecimal digits. */
  readonly spanId?: string;
}

export interface LogInput {
  readonly level: LogLevel;
  readonly service: string;
  readonly logger: string;
  /** Anything can be logged as a message. */
  readonly message: unknown;
  /** Bags of fields; later ones win over earlier ones. */
  readonly fields: readonly unknown[];
  /** Absent: secrets stay. */
  readonly redactor: Redactor | undefined;
  /** Where the ids of trace and span come from. @default the active context */
  readonly active?: Context;
}

/** Makes the record that both the line and the exported log record are written from. */
export function createLogRecord({ message, fields, redactor, active, ...head }: LogInput): LogRecordData {
  const exception = message instanceof Error ? exceptionAttributes(message) : undefined;
  const read = readFields(...fields, exception);
  return {
    timestamp: new Date(),
    ...head,
    message: redactMessage(message instanceof Error ? exceptionMessage(exception) : textOfValue(message), redactor),
    fields: redactFields(read, redactor),
    ...correlationOf(read, active ?? context.active()),
  };
}

const exceptionMessage = (exception: ReturnType<typeof exceptionAttributes> | undefined): string =>
  exception?.['exception.message'] ?? '';

interface Correlation {
  readonly traceId?: string;
  readonly spanId?: string;
}

/** The ids of the active span; without one, those in the fields. */
function correlationOf(fields: ReadonlyMap<string, unknown>, active: Context): Correlation {
  const span = trace.getSpanContext(active);
  if (span !== undefined && isSpanContextValid(span)) return { traceId: span.traceId, spanId: span.spanId };
  const [traceId, spanId] = [fields.get('trace_id'), fields.get('span_id')];
  return {
    ...(isId(traceId, 32) ? { traceId } : {}),
    ...(isId(spanId, 16) ? { spanId } : {}),
  };
}

function isId(value: unknown, length: number): value is string {
  return typeof value === 'string' && value.length === length && /^[\da-f]+$/.test(value);
}
