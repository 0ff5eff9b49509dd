import type { Redactor } from '../../src/redaction/redactor.ts';

/** Knows one secret, and one key. */
export function fakeRedactor(): Redactor {
  const redactText = (text: string): string => text.replaceAll('s3cr3t', '[REDACTED:test]');
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return redactText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(walk);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item)]));
  };
  return {
    redactText,
    redactAttribute: (key, value) => (key === 'dropped' ? undefined : walk(value)),
    counts: {},
  };
}
