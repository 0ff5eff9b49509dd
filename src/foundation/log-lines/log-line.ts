import type { LogRecordData } from './log-record.ts';
import type { Plain } from './plain-value.ts';

export const LINE_FORMATS = ['json', 'text'] as const;
export type LineFormat = (typeof LINE_FORMATS)[number];
type Fields = LogRecordData['fields'];

/** Of line ends, terminal sequences and what reorders text for the eye: none may stand in a line as it is. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** In the notation of JSON, so that a parser gives back what was logged. */
function escapeUnsafe(text: string): string {
  return text.replace(UNSAFE, (c) => SHORT[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** One record, one line, without its end. */
export const formatLine: Readonly<Record<LineFormat, (record: LogRecordData) => string>> = {
  json: formatJson,
  text: formatText,
};

/** Keys in this order: a JavaScript object would put those that are numbers first. */
function formatJson(record: LogRecordData): string {
  const { level, service, logger, message, traceId, spanId } = record;
  const head: Fields = [
    ['timestamp', record.timestamp.toISOString()],
    ['level', level],
    ['service', service],
    ['logger', logger],
    ['message', message],
    ...(traceId === undefined ? [] : [['trace_id', traceId] as const]),
    ...(spanId === undefined ? [] : [['span_id', spanId] as const]),
  ];
  const taken = new Set(head.map(([key]) => key));
  const rest = fieldsOf(record).map(([key, value]) => [taken.has(key) ? `fields.${key}` : key, value] as const);
  const pairs = [...head, ...rest].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return escapeUnsafe(`{${pairs.join(',')}}`);
}

function formatText(record: LogRecordData): string {
  const { timestamp, level, service, traceId = '-', message } = record;
  const pairs = fieldsOf(record).map(([key, value]) => `${quoted(key)}=${quoted(value)}`);
  const head = [timestamp.toISOString(), level.toUpperCase(), service.replaceAll(']', '\\]'), traceId];
  const tail = pairs.length === 0 ? '' : ` (${pairs.join(', ')})`;
  return escapeUnsafe(`${head.map((part) => `[${part}]`).join(' ')} ${message}${tail}`);
}

/** Without the ids that stand in their own place. */
function fieldsOf({ fields, traceId, spanId }: LogRecordData): Fields {
  return fields.filter(
    ([key, value]) => !(key === 'trace_id' && value === traceId) && !(key === 'span_id' && value === spanId),
  );
}

/** In quotation marks what could be taken for the end of a value, or for another one. */
function quoted(value: Plain): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return value === '' || /[,()="\\\p{Cc}]/u.test(value) ? JSON.stringify(value) : value;
}
