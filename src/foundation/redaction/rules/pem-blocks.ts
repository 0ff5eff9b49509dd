import { PLAIN_BASE64, runEnd } from '../scan/characters.ts';
import type { Scan } from '../scan/scan.ts';

const LABEL =
  /-----BEGIN[ +_](?:[A-Z\d]{1,12}(?:[ +_]|%20)){0,3}(?:PRIVATE(?:[ +_]|%20)KEY|MESSAGE)(?:(?:[ +_]|%20)BLOCK)?-----/iy;
/** What keeps the lines of a block apart, however often it was escaped, and its headers. */
const BODY =
  /(?:\s|\\+[nrt]|%0[AD]|\+|,){0,8}(?:(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset)(?::|%3A)[^\\\n]{0,200}(?:\s|\\+[nr]){0,8}){0,4}["'+\s]{0,8}[A-Za-z\d+/=%]{10}/iy;
const IN_BODY = /[A-Za-z\d+/=\s\\%,]/;
const END = '-----END';
const END_LINE_WITHIN = /-----END[^\n-]{0,60}-----/i;
const END_LINE = /-----END[^\n-]{0,60}-----/iy;

/** Where a block without an end line stops being base64. A sentence behind it goes with it: better than half a key. */
function truncatedEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && IN_BODY.test(text[at] as string)) at++;
  return at;
}

const MAX_OTHER = 16_384;
const NO_WORD = /[\w+/=-]{20}/;

/** Whatever stands in armour to its end, when it is no prose: who writes keys into logs may have changed their alphabet. */
function matchOther(scan: Scan, start: number, body: number): number {
  if (scan.isLookedAt('private-key-block', start)) return -1;
  scan.lookedUntil('private-key-block', body + MAX_OTHER);
  const inside = scan.text.slice(body, body + MAX_OTHER);
  const close = END_LINE_WITHIN.exec(inside);
  if (close === null || !NO_WORD.test(inside.slice(0, close.index))) return -1;
  return scan.redact('private-key-block', start, body + close.index + close[0].length);
}

/** A private key or PGP message in its armour, on one line or many, whole or cut off. Certificates and public keys are none. */
export function matchPem(scan: Scan, start: number): number {
  const { text } = scan;
  LABEL.lastIndex = start;
  if (!LABEL.test(text)) return -1;
  const body = LABEL.lastIndex;
  BODY.lastIndex = body;
  if (!BODY.test(text)) return matchOther(scan, start, body);
  const first = BODY.lastIndex;
  const close = scan.isWithoutPemEnd ? -1 : text.indexOf(END, first);
  scan.isWithoutPemEnd = close === -1;
  if (close === -1) return scan.redact('private-key-block', start, truncatedEnd(text, first));
  END_LINE.lastIndex = close;
  return scan.redact('private-key-block', start, END_LINE.test(text) ? END_LINE.lastIndex : close + END.length);
}

const PUTTY_LINES = /Private-Lines:[ \t]{0,4}\d{1,4}(?:\s|\\+[nr]){1,4}/iy;

/** PuTTY's own format. */
export function matchPutty(scan: Scan, start: number): number {
  PUTTY_LINES.lastIndex = start;
  if (!PUTTY_LINES.test(scan.text)) return -1;
  return scan.redact('private-key-block', PUTTY_LINES.lastIndex, truncatedEnd(scan.text, PUTTY_LINES.lastIndex));
}

const MAX_BODY = 16_384;
const MIN_BODY = 40;

/** The end of a private key whose first line is missing: the lines of base64 before it. */
export function matchPemEnd(scan: Scan, start: number): number {
  const { text } = scan;
  if (start < scan.done || !/^-----END[ A-Z\d_]{0,40}PRIVATE[ _]KEY/.test(text.slice(start, start + 60))) return -1;
  const from = Math.max(scan.done, start - MAX_BODY);
  let at = start;
  while (at > from && /[A-Za-z\d+/=\s\\]/.test(text[at - 1] as string)) at--;
  return start - at < MIN_BODY ? -1 : scan.redact('private-key-block', at, start);
}

/** `-----BEGIN` in base64, when it is the beginning of a private key. */
export function matchEncodedPem(scan: Scan, start: number): number {
  const { text } = scan;
  if (start < scan.runEnd || !text.startsWith('LS0tLS1CRUdJTi', start)) return -1;
  const end = runEnd(text, start, PLAIN_BASE64);
  scan.runEnd = end;
  const head = Buffer.from(text.slice(start, Math.min(end, start + 80)), 'base64').toString('latin1');
  return /PRIVATE|PGP MESSAGE/.test(head) ? scan.redact('private-key-block', start, end) : -1;
}
