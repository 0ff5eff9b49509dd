import type { VendorToken } from '../../../src/foundation/redaction/rules/vendor-token.ts';
import type { Random } from './random.ts';

/** Characters of each kind that a shape may ask for. No example is written down: no scanner takes a test for a leak. */
const ALPHABETS: Readonly<Record<string, string>> = {
  w: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  l: 'abcdefghijklmnopqrstuvwxyz0123456789',
  U: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  h: '0123456789abcdef',
  d: '0123456789',
  x: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_',
  u: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  b: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  t: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  e: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
};
const PART = /([a-zA-Z])\{(\d+)(?:,\d*)?\}/g;

function characters(random: Random, kind: string, count: number): string {
  const made = random.of(ALPHABETS[kind] as string, count);
  // Letters and digits by turns, as every generator makes them; chance alone would leave one out now and then.
  return count >= 4
    ? kind === 'd'
      ? made
      : `${made.slice(0, -3)}a7b`.replace(kind === 'U' ? /[a-z]/g : /$^/, (c) => c.toUpperCase())
    : made;
}

/** A made-up token of this row. */
export function vendorExample({ prefix, shape, before }: VendorToken, random: Random): string {
  const head = before === 0 ? '' : random.of(prefix === ':AA' ? '0123456789' : 'abcdef0123456789', before);
  return (
    head + prefix + shape.replace(PART, (_, kind: string, count: string) => characters(random, kind, Number(count)))
  );
}

/** The same with a character too few in its longest part, so that it has not the shape of the row. */
export function vendorLookAlike(token: VendorToken, random: Random): string | undefined {
  const parts = [...token.shape.matchAll(PART)];
  const longest = parts.toSorted((a, b) => Number(b[2]) - Number(a[2]))[0];
  if (longest === undefined || Number(longest[2]) < 2) return undefined;
  const shorter = longest[0].replace(/\d+/, String(Number(longest[2]) - 1));
  const shape = token.shape.slice(0, longest.index) + shorter + token.shape.slice(longest.index + longest[0].length);
  return vendorExample({ ...token, shape }, random);
}
