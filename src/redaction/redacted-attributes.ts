import type { Redactor } from './redactor.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * The attributes without secrets; the same object when there are none. What is dropped (mode `remove`) is absent. `maxLength` cuts texts
 * after that: a secret across the cut would not be known as one any more.
 */
export function redactAttributes<T extends Values>(
  attributes: T,
  redactor: Redactor,
  maxLength = Number.POSITIVE_INFINITY,
): T {
  let changed: Record<string, unknown> | undefined;
  for (const key of Object.keys(attributes)) {
    const value = attributes[key];
    const redacted = cut(redactor.redactAttribute(key, value), maxLength);
    if (redacted === value) continue;
    changed ??= { ...attributes };
    if (redacted === undefined) delete changed[key];
    else changed[key] = redacted;
  }
  return (changed as T | undefined) ?? attributes;
}

function cut(value: unknown, maxLength: number): unknown {
  if (typeof value === 'string') return value.length > maxLength ? value.slice(0, maxLength) : value;
  if (Array.isArray(value) && value.some((item) => typeof item === 'string' && item.length > maxLength))
    return value.map((item) => cut(item, maxLength));
  return value;
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
