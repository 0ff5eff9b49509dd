import type { Attributes } from '@opentelemetry/api';

/** The attributes of a span of another library. It remembers which of them were read, because the mapping replaces those. */
export class ForeignAttributes {
  readonly #attributes: Attributes;
  readonly read = new Set<string>();

  constructor(attributes: Attributes) {
    this.#attributes = attributes;
  }

  /** The first of the names that has a value. All of them count as read. */
  any(...names: readonly string[]): unknown {
    let found: unknown;
    for (const name of names) {
      const value = this.#attributes[name];
      if (value === undefined || value === null) continue;
      this.read.add(name);
      found ??= value;
    }
    return found;
  }

  text(...names: readonly string[]): string | undefined {
    const value = this.any(...names);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** Some write numbers as texts. */
  number(...names: readonly string[]): number | undefined {
    return parseNumber(this.any(...names));
  }

  flag(...names: readonly string[]): boolean | undefined {
    const value = this.any(...names);
    return typeof value === 'boolean' ? value : undefined;
  }

  texts(...names: readonly string[]): readonly string[] | undefined {
    const value = this.any(...names);
    const list = Array.isArray(value) ? value : [value];
    const found = list.filter((item): item is string => typeof item === 'string' && item !== '');
    return found.length > 0 ? found : undefined;
  }

  /** The value of a JSON text, or the text itself if it is no JSON. */
  json(...names: readonly string[]): unknown {
    return parsed(this.any(...names));
  }

  /** The value of a JSON text if it is an object. */
  record(...names: readonly string[]): Readonly<Record<string, unknown>> {
    const value = this.json(...names);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : {};
  }

  /** `prefix.0.rest`, `prefix.1.rest`, … as a list of `{ rest: value }`. */
  indexed(prefix: string): readonly Attributes[] {
    const items: Attributes[] = [];
    for (const [name, value] of Object.entries(this.#attributes)) {
      if (!name.startsWith(`${prefix}.`)) continue;
      const [, index = '', rest = ''] = /^(\d{1,4})\.?(.*)$/.exec(name.slice(prefix.length + 1)) ?? [];
      if (index === '') continue;
      this.read.add(name);
      items[Number(index)] ??= {};
      Object.assign(items[Number(index)] as Attributes, { [rest]: value });
    }
    return items.filter((item) => item !== undefined);
  }
}

export function parseNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The value of a JSON text, or the value itself if it is no JSON. */
export function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{"]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
