import { context, isSpanContextValid, trace } from '@opentelemetry/api';
import { exceptionAttributes } from './exception.ts';
import type { LogLevel } from './log-level.ts';
import { entriesOf, type Plain, toPlain } from './plain-value.ts';

/** A record, complete, as plain data. */
export interface LogRecordData {
  readonly timestamp: Date;
  readonly level: LogLevel;
  readonly service: string;
  readonly logger: string;
  readonly message: string;
  /** In the order they came in. */
  readonly fields: readonly (readonly [string, Plain])[];
  /** 32 hexadecimal digits. */
  readonly traceId?: string;
  /** 16 hexadecimal digits. */
  readonly spanId?: string;
}

/** Keys under which applications hand over what they caught. */
const ERROR_KEYS = new Set(['error', 'err', 'exception']);

/** Fields as they were given, later ones winning over earlier ones; an error among them is described as `exception.*`. */
export function readFields(...sources: readonly unknown[]): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const source of sources) for (const [key, value] of fieldsIn(source)) fields.set(key, value);
  return fields;
}

function fieldsIn(source: unknown): readonly [string, unknown][] {
  if (source === undefined || source === null) return [];
  if (source instanceof Error) return Object.entries(exceptionAttributes(source));
  if (typeof source !== 'object' || Array.isArray(source)) return [['fields', source]];
  return entriesOf(source).flatMap((entry) => {
    const [key, value] = entry;
    if (value === undefined) return [];
    return ERROR_KEYS.has(key) && value instanceof Error ? Object.entries(exceptionAttributes(value)) : [entry];
  });
}

/** Anything can be logged as a message. */
export function textOfMessage(message: unknown): string {
  if (typeof message === 'string') return message;
  try {
    if (message instanceof Error) return String(message.message);
    if (typeof message === 'object' && message !== null) return JSON.stringify(toPlain(message));
    return String(message);
  } catch {
    return '[Unreadable]';
  }
}

interface Correlation {
  readonly traceId?: string;
  readonly spanId?: string;
}

/** The ids of the active span; without one, those that the fields name. */
export function correlationOf(fields: ReadonlyMap<string, unknown>): Correlation {
  const active = trace.getSpanContext(context.active());
  if (active !== undefined && isSpanContextValid(active)) return { traceId: active.traceId, spanId: active.spanId };
  const [traceId, spanId] = [fields.get('trace_id'), fields.get('span_id')];
  return {
    ...(isId(traceId, 32) ? { traceId } : {}),
    ...(isId(spanId, 16) ? { spanId } : {}),
  };
}

function isId(value: unknown, length: number): value is string {
  return typeof value === 'string' && value.length === length && /^[\da-f]+$/.test(value);
}
