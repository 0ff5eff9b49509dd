import { redactAttributes } from '../../../foundation/redaction/redacted-attributes.ts';
import type { Redactor } from '../../../foundation/redaction/redactor.ts';
import { differsOnlyInCycles } from './circular-copies.ts';
import { FAILED, LineRedactor, warnOfFailure } from './redacted-line.ts';

/** https://github.com/winstonjs/triple-beam */
const LEVEL = Symbol.for('level');
const MESSAGE = Symbol.for('message');
const SPLAT = Symbol.for('splat');

/** What winston hands from format to format and to its transports: an object of the application's, often an error. */
export type Info = Readonly<Record<PropertyKey, unknown>>;

/** Of errors, what formats read though it is not enumerable. */
const OF_ERRORS = ['message', 'stack', 'cause'];

/** Redacts infos before and after their formatting. The application's objects are not changed, and an info without secrets is answered as it is. */
export class InfoRedactor {
  readonly #redactor: Redactor;
  readonly #lines: LineRedactor;

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
    this.#lines = new LineRedactor('winston', redactor);
  }

  /** All of it, by the names of its properties. */
  redact(info: Info): Info {
    return closed(info, () => {
      const changes = this.#changes(info);
      if (info[SPLAT] !== undefined) this.#note(changes, info, SPLAT, 'splat');
      if (info instanceof Error) for (const name of OF_ERRORS) this.#note(changes, info, name, name);
      return changed(info, changes);
    });
  }

  /** What formats have made of it since: the line, and properties that are not as in `before`. */
  redactFormatted(info: Info, before: Info = {}): Info {
    return closed(info, () => {
      const made = Object.fromEntries(Object.entries(info).filter(([name, value]) => value !== before[name]));
      const changes = this.#changes(made);
      const line = info[MESSAGE];
      if (typeof line === 'string') {
        // What it was made of has been redacted by the names of its keys: here the text is enough, as long as it is clean.
        const redacted = this.#redactor.redactText(line) === line ? line : this.#lines.redact(line);
        if (redacted !== line) changes.set(MESSAGE, redacted);
      }
      return changed(info, changes);
    });
  }

  #changes(values: Info): Map<PropertyKey, unknown> {
    const redacted: Info = redactAttributes(values as Readonly<Record<string, unknown>>, this.#redactor);
    const changes = new Map<PropertyKey, unknown>();
    if (redacted === values) return changes;
    for (const name of Object.keys(values))
      if (!differsOnlyInCycles(values[name], redacted[name])) changes.set(name, redacted[name]);
    return changes;
  }

  #note(changes: Map<PropertyKey, unknown>, info: Info, property: PropertyKey, name: string): void {
    const redacted = this.#redactor.redactAttribute(name, info[property]);
    if (!differsOnlyInCycles(info[property], redacted)) changes.set(property, redacted);
  }
}

/** Where redaction fails, nothing of the info goes on but its level. */
function closed(info: Info, redact: () => Info): Info {
  try {
    return redact();
  } catch (error) {
    warnOfFailure('winston', error);
    return { level: info['level'], message: FAILED, [LEVEL]: info[LEVEL], [MESSAGE]: FAILED };
  }
}

/** The same kind of object with some of its properties changed; those that are `undefined` now are left out. */
function changed(info: Info, changes: ReadonlyMap<PropertyKey, unknown>): Info {
  if (changes.size === 0) return info;
  const copy: Info = Object.create(Object.getPrototypeOf(info));
  for (const key of new Set([...Reflect.ownKeys(info), ...changes.keys()])) {
    const value = changes.has(key) ? (changes.get(key) ?? emptyFor(key)) : info[key];
    if (changes.has(key) && value === undefined) continue;
    const enumerable = Object.getOwnPropertyDescriptor(info, key)?.enumerable ?? false;
    Object.defineProperty(copy, key, { value, enumerable, writable: true, configurable: true });
  }
  return copy;
}

/** Formats count on a message. */
const emptyFor = (key: PropertyKey): unknown => (key === 'message' || key === MESSAGE ? '' : undefined);
