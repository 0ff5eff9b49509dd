import type { Attributes } from '@opentelemetry/api';
import type { Redactor } from '../../foundation/redaction/redactor.ts';

/** Maximum length of a captured input or output, in characters of its JSON. */
const MAX_LENGTH = 8_192;
const UNREADABLE = '[UNREADABLE]';

/** Converts the input and output of a node to attributes: JSON without secrets, of limited length. */
export class ContentCapture {
  readonly #redactor: Redactor;

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  attribute(key: string, value: unknown): Attributes {
    return value === undefined ? {} : { [key]: this.#json(value) };
  }

  #json(value: unknown): string {
    try {
      const json = JSON.stringify(this.#redactor.redactAttribute('value', value), writable) ?? String(value);
      return json.length > MAX_LENGTH ? JSON.stringify(`${json.slice(0, MAX_LENGTH)}…`) : json;
    } catch {
      return UNREADABLE;
    }
  }
}

function writable(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
