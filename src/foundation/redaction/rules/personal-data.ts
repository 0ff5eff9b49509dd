import { DIGIT, isA, WORD } from '../scan/characters.ts';
import type { Scan } from '../scan/scan.ts';

const MAX_LOCAL_PART = 64;
const LOCAL = /[\p{L}\d.!#$&'*+/=?^_`{|}~-]/u;
const DOMAIN = /@?((?:[\p{L}\d](?:[\p{L}\d-]{0,62})\.){1,8}\p{L}{2,24})/uy;

/** An e-mail address, its @ as such or as %40. */
export function matchEmail(scan: Scan, at: number, hitEnd: number): number {
  const { text } = scan;
  const sign = text.slice(at, hitEnd);
  if (sign !== '@' && sign !== '%40') return -1;
  let start = at;
  while (start > scan.done && at - start < MAX_LOCAL_PART && LOCAL.test(text[start - 1] as string)) start--;
  // Separators of queries and lists are no part of the local part.
  start += Math.max(0, text.slice(start, at).search(/[^=?&/'`|{]*$/));
  while (start < at && /[.%]/.test(text[start] as string)) start++;
  if (start === at) return -1;
  DOMAIN.lastIndex = hitEnd;
  return DOMAIN.test(text) ? scan.redact('email', start, DOMAIN.lastIndex) : -1;
}

const INTERNATIONAL = /(?:\+|00)[1-9]\d{0,2}(?:[ .\-/]?\(?\d{1,4}\)?){2,6}/y;
const NATIONAL =
  /(?:\(\d{2,4}\)[ -]?\d{3,5}[ .-]?\d{4}|\d{3}[ .-]\d{3}[ .-]\d{4}|\d{2} 9\d{4}-\d{4}|[6789]\d{2} \d{3} \d{3}|[679]\d{2} \d{2} \d{2} \d{2})/y;
const MIN_DIGITS = 9;
const MAX_DIGITS = 15;

/** A telephone number in the international form, or in one of the national forms of America, Brazil, Mexico and Spain. */
export function matchPhone(scan: Scan, at: number): number {
  const { text } = scan;
  if (isA(text.charCodeAt(at - 1), WORD) && text[at - 3] !== '%') return -1;
  const shape = text[at] === '+' || text.startsWith('00', at) ? INTERNATIONAL : NATIONAL;
  const start = text[at] !== '(' && text[at - 1] === '(' ? at - 1 : at;
  shape.lastIndex = start;
  if (!shape.test(text)) return -1;
  const end = shape.lastIndex;
  const digits = text.slice(start, end).replace(/\D/g, '').length;
  const isWhole =
    !isA(text.charCodeAt(end), WORD) && !(/[-.]/.test(text[end] ?? '') && isA(text.charCodeAt(end + 1), DIGIT));
  return isWhole && digits >= MIN_DIGITS && digits <= MAX_DIGITS ? scan.redact('phone', start, end) : -1;
}

/** Keywords that may begin a telephone number; 9 stands for any digit. */
export const PHONE_STARTS: readonly string[] = [
  '+9',
  '999-999',
  '999 999',
  '999.999',
  '(999',
  '(99)',
  '99 99999-',
  '999 99 99',
  '0099',
];
