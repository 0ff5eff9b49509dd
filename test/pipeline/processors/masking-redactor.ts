import type { Redactor } from '../../../src/foundation/redaction/redactor.ts';

/** Masks (or removes) the word "secret" in texts, and everything under the key "password". What the real one does with values is its own tests' matter. */
export function maskingRedactor(mode: 'mask' | 'remove' = 'mask'): Redactor {
  const mask = mode === 'mask' ? '[REDACTED]' : '';
  const redactText = (text: string): string => text.replaceAll('secret', mask);
  const redact = (value: unknown): unknown => {
    if (typeof value === 'string') return redactText(value);
    if (!Array.isArray(value)) return value;
    const redacted = value.map(redact);
    return redacted.every((item, index) => item === value[index]) ? value : redacted;
  };
  const redactAttribute = (key: string, value: unknown): unknown => {
    if (key === 'password') return mode === 'mask' ? mask : undefined;
    return redact(value);
  };
  const redactAttributes = <T extends object>(attributes: T): T => {
    const entries = Object.entries(attributes).map(
      ([key, value]) => [key, redactAttribute(key, value), value] as const,
    );
    if (entries.every(([, redacted, value]) => redacted === value)) return attributes;
    return Object.fromEntries(entries.filter(([, redacted]) => redacted !== undefined)) as T;
  };
  return { redactText, redactAttribute, redactAttributes, counts: {} };
}
