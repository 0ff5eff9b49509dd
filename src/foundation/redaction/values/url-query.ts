import type { TextRedactor } from '../text/text-redactor.ts';

const PARAMETERS = /^[\w.%[\]-]{1,60}=/;

/** Whether an attribute of this name holds the parameters of a URL, without the question mark before them. */
export function isQueryName(name: string): boolean {
  switch (name[name.length - 1]) {
    case 'y':
    case 'Y':
      return name.endsWith('query') || name === 'QUERY';
    case 'g':
    case 'G':
      return /query_?string$/i.test(name);
    case 'h':
      return name.endsWith('search');
    case 't':
      return name.endsWith('fragment');
    default:
      return false;
  }
}

/** Redacts the parameters of a URL: the first of them is one like the others. */
export function redactQuery(text: TextRedactor, value: string): string {
  if (!PARAMETERS.test(value)) return text.redact(value);
  const redacted = text.redact(`?${value}`);
  return redacted.length === value.length + 1 && redacted.endsWith(value) ? value : redacted.slice(1);
}
