import type { Redactor } from '../../../src/foundation/redaction/redactor.ts';

/** Knows one secret, and one key. */
export function fakeRedactor(): Redactor {
  const redactText = (text: string): string => text.replaceAll('s3cr3t', '[REDACTED:test]');
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return redactText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(walk);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item)]));
  };
  const redactAttribute = (key: string, value: unknown): unknown => (key === 'dropped' ? undefined : walk(value));
  const redactAttributes = <T extends object>(attributes: T): T => {
    const entries = Object.entries(attributes).map(([key, value]) => [key, redactAttribute(key, value)] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as T;
  };
  return { redactText, redactAttribute, redactAttributes, counts: {} };
}
