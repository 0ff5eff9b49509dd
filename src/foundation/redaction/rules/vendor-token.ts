import { isA, startsWord, WORD } from '../scan/characters.ts';
import type { Matcher } from '../scan/scan.ts';

/**
 * A token that its vendor made recognisable: a prefix, then a shape. `w` in a shape is a letter or digit, `h` a hexadecimal digit, `u` base64url,
 * `b` base64; all of it is case-sensitive. Shapes hold no group that repeats, so that none of them backtracks.
 */
export interface VendorToken {
  readonly rule: string;
  readonly prefix: string;
  readonly shape: string;
  /** How many characters of the token stand before the prefix, and that they are digits, letters or hexadecimal. */
  readonly before?: number;
  /** At least a digit and a letter, and no words of a name: the prefix alone is not telling. */
  readonly isMixed?: boolean;
}

const CLASSES: Readonly<Record<string, string>> = {
  w: '[A-Za-z\\d]',
  h: '[\\da-f]',
  u: '[\\w-]',
  b: '[A-Za-z\\d+/=_-]',
  U: '[A-Z\\d]',
  d: '\\d',
};

/** `w{36}`, `u{20,}`, `w{8}_w{20,}`: only what a class letter with braces says is special. */
function pattern({ prefix, shape, before = 0 }: VendorToken): RegExp {
  const source = shape.replace(/([whubUd])(?=\{)/g, (_, letter: string) => CLASSES[letter] as string);
  const isOpen = /,\}$/.test(shape);
  const lead = before === 0 ? '' : `[\\w~.]{${before}}`;
  return new RegExp(`${lead}${prefix.replace(/[.$|]/g, '\\$&')}${source}${isOpen ? '' : '(?![A-Za-z\\d])'}`, 'y');
}

const isLoose = (prefix: string): boolean => prefix.length >= 5 || (prefix.length === 4 && /[-_.]$/.test(prefix));

/** Digits and letters, or capitals and small letters by turns, and not words with dashes between them. */
function isMixed(token: string): boolean {
  const digits = token.replace(/\D/g, '').length;
  if (/^(?:[a-z]+[-_]){2,}[a-z]*\d{0,2}$/i.test(token)) return false;
  return digits >= 2 ? /[a-z]/i.test(token) : (token.match(/[a-z\d][A-Z]/g)?.length ?? 0) >= 3;
}

const LONGEST_MIXED = 200;

export function vendorMatcher(token: VendorToken): Matcher {
  const { rule, prefix, before = 0 } = token;
  const shape = pattern(token);
  const loose = isLoose(prefix) && before === 0;
  return (scan, at) => {
    const { text } = scan;
    const start = at - before;
    if (start < scan.done || !text.startsWith(prefix, at) || scan.isLookedAt(rule, start)) return -1;
    if (!startsWord(text, start) && !loose) return -1;
    if (start > 0 && isA(text.charCodeAt(start - 1), WORD) && !startsWord(text, start) && !/[-_.$|]/.test(prefix))
      return -1;
    shape.lastIndex = start;
    if (!shape.test(text)) return -1;
    const end = shape.lastIndex;
    if (token.isMixed && !isMixed(text.slice(at + prefix.length, Math.min(end, at + LONGEST_MIXED)))) {
      if (end - start > LONGEST_MIXED) scan.lookedUntil(rule, end);
      return -1;
    }
    return scan.redact(rule, start, end);
  };
}

/** A table's line: rule, prefixes, shape, and options. */
export type VendorLine = readonly [
  rule: string,
  prefixes: string,
  shape: string,
  options?: Pick<VendorToken, 'before' | 'isMixed'>,
];

export function vendorTokens(lines: readonly VendorLine[]): readonly VendorToken[] {
  return lines.flatMap(([rule, prefixes, shape, options]) =>
    prefixes.split(' ').map((prefix) => ({ rule, prefix, shape, ...options })),
  );
}
