import { isA, PLAIN_BASE64, startsWord, URL_BASE64, WORD } from '../scan/characters.ts';
import type { Matcher } from '../scan/scan.ts';

/** A token that its vendor made recognisable: a prefix, then a shape. All of it is case-sensitive. */
export interface VendorToken {
  readonly rule: string;
  readonly prefix: string;
  readonly shape: string;
  /** How many characters of the token stand before the prefix. */
  readonly before: number;
  /** At least a digit and a letter, and no words of a name: the prefix alone is not telling. */
  readonly isMixed: boolean;
}

/** The kinds of characters in a shape. No kind is a group that repeats, so that no shape backtracks. */
export const CHARACTER_KINDS: Readonly<Record<string, string>> = {
  w: 'A-Za-z\\d',
  l: 'a-z\\d',
  U: 'A-Z\\d',
  h: '\\da-fA-F',
  d: '\\d',
  x: '\\w',
  u: '\\w-',
  b: '\\w+/=-',
  t: '\\w.-',
  e: '\\w.~%=+/-',
};

const escaped = (text: string): string => text.replace(/[.$|+*/]/g, '\\$&');

/** `w{36}`, `u{20,}`, `w{8}_w{20,}`: only a letter before braces is special. */
export function shapeSource(shape: string): string {
  return shape.replace(/([a-zA-Z])(\{\d+(?:,\d*)?\})|[.$|+*/]/g, (all, kind: string | undefined, count: string) =>
    kind === undefined ? escaped(all) : `[${CHARACTER_KINDS[kind]}]${count}`,
  );
}

function pattern({ prefix, shape, before }: VendorToken): RegExp {
  const isOpen = /,\}$/.test(shape);
  const lead = before === 0 ? '' : `[\\w.~+/-]{${before}}`;
  return new RegExp(`${lead}${escaped(prefix)}${shapeSource(shape)}${isOpen ? '' : '(?![A-Za-z\\d])'}`, 'y');
}

const isLoose = (prefix: string): boolean => prefix.length >= 5 || (prefix.length === 4 && /[-_.]$/.test(prefix));

/** Digits and letters, or capitals and small letters by turns, and not words with dashes between them. */
function isMixed(token: string): boolean {
  const digits = token.replace(/\D/g, '').length;
  if (/^(?:[a-z]+[-_]){2,}[a-z]*\d{0,2}$/i.test(token)) return false;
  return digits >= 2 ? /[a-z]/i.test(token) : (token.match(/[a-z\d][A-Z]/g)?.length ?? 0) >= 3;
}

const MAX_MIXED = 200;
const MIN_BLOB = 16;

/** Whether the token only happens to begin with the prefix: inside base64, on any but its first line, or in the name of a file. */
function isInside(text: string, start: number, end: number): boolean {
  if (text[start - 1] === '.' || /^\.[a-z]{2,5}\b/i.test(text.slice(end, end + 8))) return true;
  let at = start - 1;
  while (at > start - 8 && /[\s\\nr]/.test(text[at] ?? '')) at--;
  const lineEnd = at;
  while (at > lineEnd - MIN_BLOB && isA(text.charCodeAt(at), PLAIN_BASE64)) at--;
  return lineEnd - at >= MIN_BLOB;
}

export function vendorMatcher(token: VendorToken): Matcher {
  const { rule, prefix, before } = token;
  // Compiled when its prefix is met for the first time: most never are.
  let shape: RegExp | undefined;
  const loose = isLoose(prefix) && before === 0 && !token.isMixed;
  return (scan, at) => {
    const { text } = scan;
    const start = at - before;
    if (start < scan.done || !text.startsWith(prefix, at) || scan.isLookedAt(rule, start)) return -1;
    if (!startsWord(text, start) && !(loose || text.startsWith('bot', start - 3))) return -1;
    if (isA(text.charCodeAt(start - 1), WORD) && !startsWord(text, start) && !/[-_.$|:]/.test(prefix)) return -1;
    if (before > 0 && isA(text.charCodeAt(start - 1), URL_BASE64) && !text.startsWith('bot', start - 3)) return -1;
    shape ??= pattern(token);
    shape.lastIndex = start;
    if (!shape.test(text)) return -1;
    const end = shape.lastIndex;
    if (!token.isMixed) return prefix.length < 5 && isInside(text, start, end) ? -1 : scan.redact(rule, start, end);
    if (isMixed(text.slice(at + prefix.length, Math.min(end, at + MAX_MIXED))) && !isInside(text, start, end))
      return scan.redact(rule, start, end);
    if (end - start > MAX_MIXED) scan.lookedUntil(rule, end);
    return -1;
  };
}

/** A line of the table: rule, prefixes, shape, and `mixed` or the number of characters before the prefix. */
type VendorLine = readonly [rule: string, prefixes: string, shape: string, context?: 'mixed' | number];

export function vendorTokens(lines: readonly VendorLine[]): readonly VendorToken[] {
  const tokens: VendorToken[] = [];
  for (const [rule, prefixes, shape, context] of lines)
    for (const prefix of prefixes.split(' '))
      tokens.push({
        rule,
        prefix,
        shape,
        before: typeof context === 'number' ? context : 0,
        isMixed: context === 'mixed',
      });
  return tokens;
}
