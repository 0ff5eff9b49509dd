/** What JSON and OTLP both can say. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

const MAX_DEPTH = 12;
/** A structure that refers to itself in several places would unfold to any size. */
const MAX_VALUES = 10_000;
const UNREADABLE = '[Unreadable]';

/** A copy of anything as plain data. Never throws: what cannot be read, or is too deep or too much, is named in its place. */
export function toPlain(value: unknown): Plain {
  return new Copy().of(value, 0);
}

/** Own enumerable properties; of a throwing getter, a text in place of the value. */
export function entriesOf(value: object): [string, unknown][] {
  return keysOf(value).map((key) => [key, read(value, key)]);
}

function keysOf(value: object): string[] {
  try {
    return Object.keys(value);
  } catch {
    return [];
  }
}

function read(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return UNREADABLE;
  }
}

class Copy {
  readonly #path = new Set<object>();
  #left = MAX_VALUES;

  of(value: unknown, depth: number): Plain {
    if (this.#left-- <= 0) return '[Truncated]';
    if (typeof value === 'object' && value !== null) return this.#object(value, depth);
    if (value === null || value === undefined) return null;
    if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
    if (typeof value === 'function') return '[Function]';
    return typeof value === 'bigint' || typeof value === 'symbol' ? String(value) : (value as Plain);
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
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
    if (ArrayBuffer.isView(value)) return `[${value.constructor.name}: ${value.byteLength} bytes]`;
    if (value instanceof Error) return this.#error(value, depth);
    if (value instanceof RegExp) return String(value);
    if (value instanceof Map)
      return this.#entries(
        [...value].map(([key, item]) => [textOfKey(key), item]),
        depth,
      );
    if (Array.isArray(value) || value instanceof Set) return this.#items(value, depth);
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function') {
      const json: unknown = toJSON.call(value);
      if (json !== value) return this.of(json, depth);
    }
    return this.#entries(entriesOf(value), depth);
  }

  #items(items: Iterable<unknown>, depth: number): Plain {
    const copies: Plain[] = [];
    for (const item of items) {
      copies.push(this.of(item, depth));
      if (this.#left <= 0) break;
    }
    return copies;
  }

  #entries(entries: readonly [string, unknown][], depth: number): Plain {
    const copies: [string, Plain][] = [];
    for (const [key, item] of entries) {
      if (item !== undefined) copies.push([key, this.of(item, depth)]);
      if (this.#left <= 0) break;
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

function textOfKey(key: unknown): string {
  return typeof key === 'object' && key !== null ? '[Object]' : String(key);
}
