import { isA, PLAIN_BASE64, runEnd, startsWord, URL_BASE64 } from '../scan/characters.ts';
import type { Scan } from '../scan/scan.ts';
import { isLikely, isPlaceholder, isProse } from '../scan/value-shape.ts';

const SCHEME =
  /["'\\]{0,6}(?:Bearer|Basic|Token|Digest|Api-?Key|SSWS|Negotiate|NTLM|Key|OAuth|GenieKey|Splunk|DPoP|Hawk|AWS4-HMAC-SHA256|HMAC|JWT|PRIVATE-TOKEN|Signature|SharedKey|MAC)(?:[ \t]{1,4}|%20|\+)(?:token=["']?)?/iy;

/** Where the credential begins behind the name of a scheme: that name is no secret. */
export function schemeEnd(text: string, from: number): number {
  SCHEME.lastIndex = from;
  return SCHEME.test(text) ? SCHEME.lastIndex : from;
}

const isSpacing = (c: string | undefined): boolean => c === ' ' || c === '\t' || c === '+';

/** Where the credential behind `Bearer` begins, whether a space is a space or `%20`. */
function credentialStart(text: string, end: number): number {
  let at = end;
  while (isSpacing(text[at]) && at < end + 4) at++;
  if (text.startsWith('%20', at)) at += 3;
  while (/["'`<\\:=]/.test(text[at] ?? '') && at < end + 8) at++;
  return at;
}

/** `Bearer …` in prose, headers and code. */
export function matchBearer(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  if (!startsWord(text, start)) return -1;
  const from = credentialStart(text, end);
  if (from === end) return -1;
  let to = from;
  while (isA(text.charCodeAt(to), PLAIN_BASE64 | URL_BASE64) || /[.~]/.test(text[to] ?? '')) to++;
  while (to > from && /[./-]/.test(text[to - 1] ?? '')) to--;
  const value = text.slice(from, to);
  if (value.length < 8 || isPlaceholder(value) || isProse(value)) return -1;
  if (/^(?:authenti|authoriz|credential|token)/i.test(value) && !/\d/.test(value)) return -1;
  return isLikely(value) ? scan.redact('bearer-credential', from, to) : -1;
}

/** `Basic …`, when what follows is base64 of `user:password`. */
export function matchBasic(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  if (!startsWord(text, start)) return -1;
  const from = credentialStart(text, end);
  if (from === end) return -1;
  const to = runEnd(text, from, PLAIN_BASE64 | URL_BASE64);
  if (to - from < 6) return -1;
  const decoded = Buffer.from(text.slice(from, Math.min(to, from + 400)), 'base64').toString('latin1');
  return /^[^\p{Cc}:]{0,200}:/u.test(decoded) ? scan.redact('basic-credential', from, to) : -1;
}

const DIGEST = /\b(?:response|signature|mac|oauth_signature|oauth_token)\s?=\s?\\?["']?([^\s"',\\]{8,1024})/gi;
const LONGEST_HEADER = 2_000;

/** `Digest username="bob", …, response="…"` and its kin: the answer goes, the rest stays. */
export function matchDigest(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  if (!startsWord(text, start)) return -1;
  if (scan.isLookedAt('digest-credential', start)) return -1;
  const line = text.slice(end, end + LONGEST_HEADER).split('\n', 1)[0] ?? '';
  if (!/^\s\w{1,30}=/.test(line)) return -1;
  scan.lookedUntil('digest-credential', end + line.length);
  let at = -1;
  for (const found of line.matchAll(DIGEST)) {
    const to = end + found.index + found[0].length;
    at = scan.redact('digest-credential', to - (found[1]?.length ?? 0), to);
  }
  return at;
}
