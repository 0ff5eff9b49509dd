import type { Attributes } from '@opentelemetry/api';
import type { Redactor } from '../../foundation/redaction/redactor.ts';

/** Longest captured input or output, in characters of its JSON. */
const LONGEST = 8_192;
const UNREADABLE = '[UNREADABLE]';

/** What goes into a node and comes out of it as an attribute: JSON, without secrets, and bounded. */
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
      return json.length > LONGEST ? JSON.stringify(`${json.slice(0, LONGEST)}…`) : json;
    } catch {
      return UNREADABLE;
    }
  }
}

function writable(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
