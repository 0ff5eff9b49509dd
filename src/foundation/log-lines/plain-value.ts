import { types } from 'node:util';

/** A value that both JSON and OTLP can express. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

const MAX_DEPTH = 12;
/** Bounds a structure that refers to itself in several places: copied, it would unfold to any size. */
const MAX_VALUES = 10_000;
/** Characters of all texts of one value together. */
const MAX_CHARACTERS = 262_144;
const UNREADABLE = '[Unreadable]';
const TRUNCATED = '[Truncated]';

/** Copies any value as plain data. Never throws: a placeholder replaces whatever is unreadable, too deep or beyond the size limits. */
export function toPlain(value: unknown): Plain {
  return new PlainCopier().copy(value);
}

/** A value as text: a string as it is, an object as JSON, of a function no source. Never throws. */
export function textOfValue(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'string') return value;
  const plain = toPlain(value);
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}

/** The first `limit` own enumerable properties; a placeholder replaces the value of a getter that throws. */
export function entriesOf(value: object, limit = MAX_VALUES): [string, unknown][] {
  return keysOf(value, limit).map((key) => [key, read(value, key)]);
}

/** The first `limit` own enumerable keys; as many of them as can be read. */
export function keysOf(value: object, limit: number): string[] {
  const keys: string[] = [];
  try {
    // A proxy may have prototypes without an end.
    if (types.isProxy(value)) return Object.keys(value).slice(0, limit);
    // Object.keys would take twice the time for an object of 300,000 keys.
    for (const key in value) {
      if (Object.hasOwn(value, key)) keys.push(key);
      if (keys.length >= limit) break;
    }
  } catch {
    // The keys that could be read remain.
  }
  return keys;
}

function read(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return UNREADABLE;
  }
}

/** Copies values within size limits that hold for all of them together. */
export class PlainCopier {
  readonly #path = new Set<object>();
  #values = MAX_VALUES;
  #characters = MAX_CHARACTERS;

  copy(value: unknown, depth = 0): Plain {
    if (this.#values-- <= 0) return TRUNCATED;
    switch (typeof value) {
      case 'string':
        return this.#text(value);
      case 'number':
        return Number.isFinite(value) ? value : String(value);
      case 'boolean':
        return value;
      case 'bigint':
      case 'symbol':
        return this.#text(String(value));
      case 'function':
        return '[Function]';
      default:
        return value === null || value === undefined ? null : this.#object(value, depth);
    }
  }

  #text(text: string): string {
    const kept = text.length <= this.#characters ? text : `${text.slice(0, this.#characters)}${TRUNCATED}`;
    this.#characters -= Math.min(text.length, this.#characters);
    return kept;
  }

  #object(value: object, depth: number): Plain {
    if (this.#path.has(value)) return '[Circular]';
    if (depth >= MAX_DEPTH) return Array.isArray(value) ? '[Array]' : '[Object]';
    this.#path.add(value);
    try {
      return this.#contents(value, depth + 1);
    } catch {
      return UNREADABLE;
    } finally {
      this.#path.delete(value);
    }
  }

  #contents(value: object, depth: number): Plain {
    const single = singleValueOf(value);
    if (single !== undefined) return this.copy(single, depth);
    if (value instanceof Error) return this.#error(value, depth);
    if (Array.isArray(value)) return this.#items(value, depth);
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function') {
      const json: unknown = toJSON.call(value);
      if (json !== value) return this.copy(json, depth);
    }
    if (value instanceof Set) return this.#items(Set.prototype.values.call(value), depth);
    return this.#entries(value instanceof Map ? entriesOfMap(value) : entriesOf(value), depth);
  }

  #items(items: Iterable<unknown>, depth: number): Plain {
    const copies: Plain[] = [];
    for (const item of items) {
      copies.push(this.copy(item, depth));
      if (this.#values <= 0) break;
    }
    return copies;
  }

  #entries(entries: Iterable<readonly [string, unknown]>, depth: number): Plain {
    const copies: [string, Plain][] = [];
    for (const [key, item] of entries) {
      if (item !== undefined) copies.push([this.#text(key), this.copy(item, depth)]);
      if (this.#values <= 0) break;
    }
    return Object.fromEntries(copies);
  }

  #error(error: Error, depth: number): Plain {
    const { name, message, stack, cause } = error;
    return this.#entries(
      [['name', name], ['message', message], ['stack', stack], ['cause', cause], ...entriesOf(error)],
      depth,
    );
  }
}

/** The entries of a Map, as those of an object. */
export function* entriesOfMap(map: ReadonlyMap<unknown, unknown>): Generator<[string, unknown]> {
  // Not the method of the application's subclass, which may have no end.
  for (const [key, value] of Map.prototype.entries.call(map)) {
    const isObject = (typeof key === 'object' && key !== null) || typeof key === 'function';
    yield [isObject ? '[Object]' : String(key), value];
  }
}

/** Objects that are one value, not a bag of fields. Undefined for all others. */
export function singleValueOf(value: object): unknown {
  if (value instanceof Date)
    return Number.isNaN(Date.prototype.getTime.call(value)) ? 'Invalid Date' : Date.prototype.toISOString.call(value);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof SharedArrayBuffer)
    return `[${value.constructor.name}: ${value.byteLength} bytes]`;
  if (value instanceof RegExp || value instanceof URL) return String(value);
  const isBoxed = value instanceof String || value instanceof Number || value instanceof Boolean;
  return isBoxed ? value.valueOf() : undefined;
}
