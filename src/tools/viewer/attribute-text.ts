import type { Attributes, AttributeValue } from '../receiver/telemetry/telemetry-model.ts';
import { cutText, escapeText } from './terminal-text.ts';

const MAX_VALUE_WIDTH = 60;

/** One attribute value on one line, safe for a terminal, at most `width` columns. */
export function formatValue(value: AttributeValue | undefined, width = MAX_VALUE_WIDTH): string {
  return cutText(escapeText(toText(value)), width);
}

/** `key=value`, with quotes around a value that has spaces. */
export function formatAttribute(key: string, value: AttributeValue): string {
  const text = formatValue(value);
  return `${escapeText(key)}=${/[\s"]|^$/.test(text) && typeof value === 'string' ? JSON.stringify(text) : text}`;
}

/** `key=value` for each attribute. */
export function formatAttributes(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([key, value]) => formatAttribute(key, value))
    .join(' ');
}

function toText(value: AttributeValue | undefined): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  return typeof value === 'object' ? JSON.stringify(value, printable) : String(value);
}

function printable(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Uint8Array ? `<${value.length} bytes>` : value;
}
