import type { Redactor } from '../../../src/foundation/redaction/redactor.ts';

const redactText = (text: string): string => text.replaceAll('s3cr3t', '[REDACTED:test]');

/** Masks the text `s3cr3t` and the values of keys named `password`, anywhere in plain objects, lists and errors. */
function redact(key: string, value: unknown): unknown {
  if (key === 'password') return '[REDACTED:password]';
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null || 'rawJSON' in value) return value;
  if (value instanceof Error)
    return redactText(value.message) === value.message ? value : new Error(redactText(value.message));
  const entries = Object.entries(value).map(([name, inner]) => [name, inner, redact(name, inner)] as const);
  if (entries.every(([, before, after]) => before === after)) return value;
  return Array.isArray(value)
    ? entries.map(([, , after]) => after)
    : Object.fromEntries(entries.map(([name, , after]) => [name, after]));
}

/** A redactor of a few lines, so that tests of what redacts do not depend on rules. */
export function fakeRedactor(): Redactor {
  return {
    redactText,
    redactAttribute: redact,
    redactAttributes<T extends object>(attributes: T): T {
      const entries = Object.entries(attributes).map(([key, value]) => [key, value, this.redactAttribute(key, value)]);
      if (entries.every(([, before, after]) => before === after)) return attributes;
      const kept = entries.filter(([, , after]) => after !== undefined);
      return Object.fromEntries(kept.map(([key, , after]) => [key, after])) as T;
    },
    counts: {},
  };
}
