import { inspect } from 'node:util';

/** A value on one line, in quotes that a difference of lines leaves as they are. */
export const valueText = (value: unknown): string =>
  inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: Number.POSITIVE_INFINITY, compact: true });
