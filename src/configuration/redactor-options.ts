import type { RedactorOptions } from '../redaction/redactor.ts';
import type { RedactionConfig } from './config.ts';

/** What the configuration asks of a redactor; `undefined` when it is off. */
export function redactorOptions({
  mode,
  keys,
  allowKeys,
  patterns,
  pii,
  hashKey,
}: RedactionConfig): RedactorOptions | undefined {
  if (mode === 'off') return undefined;
  return {
    mode,
    keys: keys.map(toKey),
    allowKeys: [...allowKeys],
    patterns: patterns.map(({ name, pattern }) => ({ name, pattern: new RegExp(pattern) })),
    pii,
    ...(hashKey === undefined ? {} : { hashKey }),
  };
}

/** `/…/` stands for a regular expression. */
function toKey(text: string): string | RegExp {
  const [, source] = /^\/(.+)\/i?$/.exec(text) ?? [];
  if (source === undefined) return text;
  try {
    return new RegExp(source, 'i');
  } catch {
    return text;
  }
}
