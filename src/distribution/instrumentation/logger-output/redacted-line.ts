import { warnOnce } from '../../../foundation/diagnostics/once.ts';
import { redactAttributes } from '../../../foundation/redaction/redacted-attributes.ts';
import type { Redactor } from '../../../foundation/redaction/redactor.ts';

/** The replacement of a value whose redaction failed. */
export const FAILED = '[REDACTED:error]';

/** To be called where redaction itself throws: nothing of the value leaves. */
export function warnOfFailure(library: string, error: unknown): void {
  const name = error instanceof Error ? error.name : typeof error;
  // Not the message: it may quote what was to be redacted.
  warnOnce(`${library}: expected to redact its output, got ${name}; what could not be redacted is masked as a whole`);
}

type Line = Readonly<Record<string, unknown>>;

const OBJECT = /^\{(?:\n([ \t]+))?/;
/** Beyond what a number of JavaScript holds exactly. */
const LONG_NUMBER = /\d{16}|\d\.\d{15}/;

/** Takes secrets out of whole lines of a log. JSON stays JSON, and a line without secrets is answered as it is. */
export class LineRedactor {
  readonly #library: string;
  readonly #redactor: Redactor;

  constructor(library: string, redactor: Redactor) {
    this.#library = library;
    this.#redactor = redactor;
  }

  redact(line: string): string {
    const [, indentation] = OBJECT.exec(line) ?? [undefined, undefined];
    try {
      const parsed = line.startsWith('{') ? parse(line) : undefined;
      return parsed === undefined ? this.#redactor.redactText(line) : this.#redactJson(line, parsed, indentation);
    } catch (error) {
      warnOfFailure(this.#library, error);
      return (line.startsWith('{') ? JSON.stringify({ msg: FAILED }) : FAILED) + lineEnd(line);
    }
  }

  /** By its parsed values: in the text a mark could cut through an escape, and names of keys would count for less. */
  #redactJson(line: string, parsed: Line, indentation: string | undefined): string {
    const redacted = redactAttributes(parsed, this.#redactor);
    const written = JSON.stringify(redacted, undefined, indentation) + lineEnd(line);
    if (redacted !== parsed || written === line) return written;
    // Of names that occur twice, as children of pino write them, only the last is among the parsed values.
    return this.#redactor.redactText(line) === line ? line : written;
  }
}

/** Undefined when it is no object of JSON. */
function parse(line: string): Line | undefined {
  try {
    return LONG_NUMBER.test(line) ? JSON.parse(line, keepNumber as Reviver) : JSON.parse(line);
  } catch {
    return undefined;
  }
}

type Reviver = (key: string, value: unknown) => unknown;

/** A number that JavaScript would round stays as it is written. */
function keepNumber(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  const isRounded = typeof value === 'number' && source !== undefined && String(value) !== source;
  return isRounded ? (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(source) : value;
}

function lineEnd(line: string): string {
  return line.slice(line.trimEnd().length);
}
