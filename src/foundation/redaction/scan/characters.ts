/** The kinds of characters, as bits of a table. */
const UPPER = 1;
const LOWER = 2;
export const DIGIT = 4;
const HEX = 8;
const DASH = 16;
const UNDERSCORE = 32;
const BASE64 = 64;
const DOT = 128;
const DOLLAR = 256;

export const LETTER = UPPER | LOWER;
export const WORD = LETTER | DIGIT;
export const HEXADECIMAL = HEX;
export const URL_BASE64 = WORD | DASH | UNDERSCORE;
export const PLAIN_BASE64 = WORD | BASE64;
export const IDENTIFIER = WORD | DASH | UNDERSCORE | DOT | DOLLAR;

const BITS = new Uint16Array(128);
const KINDS: readonly (readonly [first: string, last: string, bits: number])[] = [
  ['A', 'F', UPPER | HEX],
  ['G', 'Z', UPPER],
  ['a', 'f', LOWER | HEX],
  ['g', 'z', LOWER],
  ['0', '9', DIGIT | HEX],
  ['-', '-', DASH],
  ['_', '_', UNDERSCORE],
  ['.', '.', DOT],
  ['$', '$', DOLLAR],
  ['+', '+', BASE64],
  ['/', '/', BASE64],
  ['=', '=', BASE64],
];
for (const [first, last, bits] of KINDS) BITS.fill(bits, first.charCodeAt(0), last.charCodeAt(0) + 1);

/** NaN, which charCodeAt returns past either end, is of no kind. */
export function isA(code: number, bits: number): boolean {
  return code < 128 && ((BITS[code] as number) & bits) !== 0;
}

/** Where the characters of this kind end, looking no further than `limit` of them. */
export function runEnd(text: string, from: number, bits: number, limit = Number.POSITIVE_INFINITY): number {
  const end = Math.min(text.length, from + limit);
  let at = from;
  while (at < end && isA(text.charCodeAt(at), bits)) at++;
  return at;
}

/** Letters of Spanish, Portuguese and their neighbours (Latin-1 and Latin Extended), and combining accents. */
export function isAccented(code: number): boolean {
  return (code >= 0xc0 && code <= 0x24f && code !== 0xd7 && code !== 0xf7) || (code >= 0x300 && code <= 0x36f);
}

export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x3000;
}

const ESCAPED = new Set([...'nrtfbv'].map((c) => c.charCodeAt(0)));

/**
 * Whether what stands before `at` is no part of a word there. The letter of an escape (`\n`) and the digits of `%3D` or `\u003d` are none
 * either: they stand for something else.
 */
export function startsWord(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return !isA(before, WORD) || endsEscape(text, at);
}

/** Whether an escape (`\n`, `%3D`, `=`) ends right before `at`. */
export function endsEscape(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (text.charCodeAt(at - 2) === 92) return ESCAPED.has(before);
  if (!isA(before, HEX) || !isA(text.charCodeAt(at - 2), HEX)) return false;
  return text.charCodeAt(at - 3) === 37 || (text.charCodeAt(at - 6) === 92 && text.charCodeAt(at - 5) === 117);
}
