// TEMPORARY: replaced by the merge of branch redact.
export interface Redactor {
  redactText(text: string): string;
  redactAttribute(key: string, value: unknown): unknown;
  readonly counts: Readonly<Record<string, number>>;
}
export interface RedactorOptions {
  [name: string]: unknown;
}
export function createRedactor(_options: RedactorOptions = {}): Redactor {
  const redactText = (text: string) => text.replace(/s3cr3t/g, '[REDACTED:test]');
  const walk = (value: unknown): unknown =>
    typeof value === 'string' ? redactText(value) : Array.isArray(value) ? value.map(walk) : value;
  return {
    redactText,
    redactAttribute: (_key, value) => {
      const w = walk(value);
      return JSON.stringify(w) === JSON.stringify(value) ? value : w;
    },
    counts: {},
  };
}
