import type { TextRedactor } from '../text/text-redactor.ts';

const NAMES: readonly string[] = ['query', 'query_string', 'querystring', 'queryString', 'search', 'fragment', 'qs'];
const PARAMETERS = /^[\w.%[\]-]{1,60}=/;

/** Whether an attribute of this name holds the parameters of a URL, without the question mark before them. */
export function isQueryName(name: string): boolean {
  const last = name.charCodeAt(name.length - 1);
  // y, g, h, t, s: most names end with none of them, or are told apart by the comparison.
  if (last !== 121 && last !== 103 && last !== 104 && last !== 116 && last !== 115) return false;
  return NAMES.some((ending) => name.endsWith(ending));
}

/** Redacts the parameters of a URL: the first of them is one like the others. */
export function redactQuery(text: TextRedactor, value: string): string {
  if (!PARAMETERS.test(value)) return text.redact(value);
  const redacted = text.redact(`?${value}`);
  return redacted.length === value.length + 1 && redacted.endsWith(value) ? value : redacted.slice(1);
}
