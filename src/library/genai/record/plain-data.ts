const MAX_DEPTH = 8;
const MAX_ENTRIES = 200;
const MAX_TEXT = 16_384;
/** The maximum number of values in total: repeated references would multiply them. */
const MAX_VALUES = 2_000;

interface Budget {
  left: number;
}

/**
 * Copies the application's data for JSON: bounded in depth, width and length, without cycles, functions and throwing getters. Never throws.
 */
export function plainCopy(value: unknown): unknown {
  return safeCopy(value, MAX_DEPTH, { left: MAX_VALUES });
}

function safeCopy(value: unknown, depth: number, budget: Budget): unknown {
  try {
    return budget.left-- > 0 ? copy(value, depth, budget) : undefined;
  } catch {
    return null;
  }
}

function copy(value: unknown, depth: number, budget: Budget): unknown {
  if (typeof value === 'string') return shorten(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object') return undefined;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Error) return { name: shorten(String(value.name)), message: shorten(String(value.message)) };
  // A cycle ends here too.
  if (depth === 0) return null;
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((item) => safeCopy(item, depth - 1, budget) ?? null);
  return copyRecord(value, depth, budget);
}

function copyRecord(record: object, depth: number, budget: Budget): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const key of Object.keys(record).slice(0, MAX_ENTRIES)) {
    if (budget.left <= 0) break;
    const value = safeCopy(propertyOf(record, key), depth - 1, budget);
    if (value !== undefined && key !== '__proto__') plain[shorten(key)] = value;
  }
  return plain;
}

function propertyOf(record: object, key: string): unknown {
  try {
    return (record as Record<string, unknown>)[key];
  } catch {
    return null;
  }
}

/** A text of bounded length. */
export function shorten(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

/** The text of any value, of bounded length; undefined if it has none. Never throws. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return shorten(value);
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const message = propertyOf(value, 'message');
  if (typeof message === 'string') return shorten(message);
  try {
    return shorten(JSON.stringify(plainCopy(value)));
  } catch {
    return undefined;
  }
}
