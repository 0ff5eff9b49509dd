import { DIGIT, isA, URL_BASE64, WORD } from '../scan/characters.ts';
import type { Scan } from '../scan/scan.ts';

const LONGEST = 19;
/** First digits and lengths by network (ISO/IEC 7812 ranges as the networks publish them). */
const NETWORKS: readonly (readonly [first: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|64[4-9]|65|62)/, [16, 17, 18, 19]],
  [/^35(?:2[89]|[3-8])/, [16]],
  [/^3(?:0[0-5]|095|[689])/, [14, 16]],
  [/^(?:50|5[6-8]|6)/, [16, 18, 19]],
];
const GROUPS = /^(?:\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5}|\d{13,19})$/;

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

/** Whether these are the digits of a payment card: a network's first digits and length, and the check digit (Luhn, US patent 2950048). */
export function isCardNumber(digits: string): boolean {
  const isKnown = NETWORKS.some(([first, lengths]) => lengths.includes(digits.length) && first.test(digits));
  return isKnown && passesLuhn(digits) && !/^(\d)\1+$/.test(digits);
}

function isJoint(text: string, at: number): boolean {
  return (text[at] === ' ' || text[at] === '-') && isA(text.charCodeAt(at + 1), DIGIT);
}

/** A card number, its digits together or in the groups that are printed on cards. */
export function matchCard(scan: Scan, start: number): number {
  const { text } = scan;
  const before = text.charCodeAt(start - 1);
  if (start < scan.done || isA(before, DIGIT) || isPartOfAWord(text, start)) return -1;
  let end = start;
  let digits = 0;
  while (digits <= LONGEST && (isA(text.charCodeAt(end), DIGIT) || isJoint(text, end))) {
    if (isA(text.charCodeAt(end), DIGIT)) digits++;
    end++;
  }
  if (digits > LONGEST || isA(text.charCodeAt(end), WORD) || (text[end] === '-' && isA(text.charCodeAt(end + 1), WORD)))
    return -1;
  if (isIdentified(text, start, end)) return -1;
  for (let to = end; to > start + 12; to = text.lastIndexOf(' ', to - 1)) {
    const found = text.slice(start, to);
    if (GROUPS.test(found) && isCardNumber(found.replace(/[ -]/g, ''))) return scan.redact('card-number', start, to);
    if (text.lastIndexOf(' ', to - 1) <= start) break;
  }
  return -1;
}

function isPartOfAWord(text: string, start: number): boolean {
  const before = text.charCodeAt(start - 1);
  if (text[start - 1] === '.' && isA(text.charCodeAt(start - 2), DIGIT)) return true;
  return isA(before, URL_BASE64) && !(text[start - 3] === '%') && !(text[start - 2] === '\\');
}

const ID_BEFORE =
  /(?:id|ids|hash|seed|nonce|offset|seq|sequence|time|timestamp|nanos?|millis|ns|ts|project|org|trace|span|run|build|job|version|size|bytes|count|total|row|key|pid|tid)\\?["']?\s?[=:]\s?\\?["']?$/i;
const DSN_BEFORE = /\.io\/$/;

/** Digits without gaps behind a name of another kind: `traceID=`, `project=`. */
function isIdentified(text: string, start: number, end: number): boolean {
  if (/[ -]/.test(text.slice(start, Math.min(end, start + 16)))) return false;
  const before = text.slice(Math.max(0, start - 24), start);
  return ID_BEFORE.test(before) || DSN_BEFORE.test(before);
}
