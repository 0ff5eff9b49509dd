import type { Redactor } from './redactor.ts';

/**
 * The attributes without secrets; the same object when there are none. `maxLength` cuts texts after that: a secret across the cut would not be known
 * as one any more.
 */
export function redactAttributes<T extends object>(
  attributes: T,
  redactor: Redactor,
  maxLength = Number.POSITIVE_INFINITY,
): T {
  const redacted = redactor.redactAttributes(attributes);
  return maxLength === Number.POSITIVE_INFINITY ? redacted : cutAll(redacted, maxLength);
}

function cutAll<T extends object>(attributes: T, maxLength: number): T {
  const entries = Object.entries(attributes);
  const cuts = mapChanged(entries, (entry) => {
    const value = cut(entry[1], maxLength);
    return value === entry[1] ? entry : ([entry[0], value] as [string, unknown]);
  });
  return cuts === entries ? attributes : (Object.fromEntries(cuts) as T);
}

function cut(value: unknown, maxLength: number): unknown {
  if (typeof value === 'string') return value.length > maxLength ? value.slice(0, maxLength) : value;
  return Array.isArray(value) ? mapChanged(value, (item) => cut(item, maxLength)) : value;
}

/** Applies `change` to each item; the same array when nothing changed. */
export function mapChanged<T>(items: readonly T[], change: (item: T) => T): readonly T[] {
  let changed: T[] | undefined;
  for (const [index, item] of items.entries()) {
    const result = change(item);
    if (result === item) continue;
    changed ??= [...items];
    changed[index] = result;
  }
  return changed ?? items;
}
