/** A field of a provider's document that should be a number. */
export const finiteNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** A field of a provider's document that should be a string. */
export const nonEmptyString = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The maximum number of items that are read of a list in a chunk or a response. */
const MAX_ITEMS = 1_000;

/** The length to which a list is read: a list of the application's or a proxy of one may be endless. */
export const lengthOf = (list: readonly unknown[] | null | undefined): number =>
  Array.isArray(list) ? Math.min(MAX_ITEMS, finiteNumber(list.length) ?? 0) : 0;
