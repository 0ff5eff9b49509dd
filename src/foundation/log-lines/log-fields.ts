import { attempt } from '../diagnostics/attempt.ts';
import { exceptionAttributes, isError, isErrorLike } from './exception.ts';
import { entriesOf, entriesOfMap, singleValueOf } from './plain-value.ts';

/** Fields of one bag. Further ones are dropped, and the field `otelier.truncated` is true. */
const MAX_FIELDS = 1_000;
const TRUNCATED = 'otelier.truncated';
/** Keys under which applications hand over a caught error. */
const ERROR_KEYS = new Set(['error', 'err', 'exception']);

/** Fields as they were given, later ones winning over earlier ones; an error among them becomes `exception.*`. Never throws. */
export function readFields(...bags: readonly unknown[]): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const bag of bags) {
    let left = MAX_FIELDS;
    for (const [key, value] of fieldsOf(bag)) {
      if (left-- > 0) fields.set(key, value);
      else fields.set(TRUNCATED, true);
      if (left < 0) break;
    }
  }
  return fields;
}

function fieldsOf(bag: unknown): Iterable<readonly [string, unknown]> {
  if (bag === undefined || bag === null) return [];
  return attempt(() => fieldsIn(bag)) ?? [['fields', '[Unreadable]']];
}

/** A text, a list, a Buffer or a Date is one field, named `fields`: its items are no names. */
function fieldsIn(bag: unknown): Iterable<readonly [string, unknown]> {
  if (typeof bag !== 'object' || bag === null || Array.isArray(bag) || bag instanceof Set) return [['fields', bag]];
  if (isError(bag)) return Object.entries(exceptionAttributes(bag));
  if (singleValueOf(bag) !== undefined) return [['fields', bag]];
  return bag instanceof Map ? entriesOfMap(bag) : namedFields(bag);
}

function* namedFields(bag: object): Iterable<readonly [string, unknown]> {
  for (const [key, value] of entriesOf(bag, MAX_FIELDS + 1)) {
    if (ERROR_KEYS.has(key) && isErrorLike(value)) yield* Object.entries(exceptionAttributes(value));
    else if (value !== undefined) yield [key, value];
  }
}
