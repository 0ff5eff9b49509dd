import { isA, PLAIN_BASE64, runEnd, startsWord, URL_BASE64 } from '../scan/characters.ts';
import { isRandom } from '../scan/randomness.ts';
import type { Scan } from '../scan/scan.ts';
import { isLikely, isPlaceholder, isProse } from '../scan/value-shape.ts';

const SCHEME =
  /["'\\]{0,6}(?:Bearer|Basic|Token|Digest|Api-?Key|SSWS|Negotiate|NTLM|Key|OAuth|GenieKey|Splunk|DPoP|Hawk|AWS4-HMAC-SHA256|HMAC|JWT|PRIVATE-TOKEN|Signature|SharedKey|MAC)(?:[ \t]{1,4}|%20|\+)(?:token=["']?)?/iy;

const ANY_SCHEME = /["'\\]{0,6}[A-Za-z][\w-]{0,30}[ \t]{1,4}(?=([^\s"',;]{6,}))/y;

/** Where the credential begins behind the name of a scheme: that name is no secret. */
export function schemeEnd(text: string, from: number): number {
  SCHEME.lastIndex = from;
  if (SCHEME.test(text)) return SCHEME.lastIndex;
  ANY_SCHEME.lastIndex = from;
  const credential = ANY_SCHEME.exec(text)?.[1];
  const isOne = credential !== undefined && isLikely(credential.slice(0, 200)) && !/^[a-z]+[.:]?$/i.test(credential);
  return isOne ? ANY_SCHEME.lastIndex : from;
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

const PARAMETERS =
  /\b(?:(response|signature|mac|oauth_signature|oauth_token|token|key|sentry_key|secret|apikey|api_key|access_token)\s?=\s?\\?["']?([^\s"',\\]{8,1024})|(credential|access|accesskeyid|keyid|username|oauth_consumer_key)\s?=\s?\\?["']?([^\s"',\\/&;]{8,200}))/gi;
const MAX_HEADER = 2_000;

/** `Digest username="bob", …, response="…"` and its kin: the response and the key's id go, the rest stays. */
export function matchParameters(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  if (!startsWord(text, start)) return -1;
  if (scan.isLookedAt('digest-credential', start)) return -1;
  const line = text.slice(end, end + MAX_HEADER).split('\n', 1)[0] ?? '';
  if (!/^\s[\w-]{1,30}=/.test(line)) return -1;
  scan.lookedUntil('digest-credential', end + line.length);
  let at = -1;
  for (const found of line.matchAll(PARAMETERS)) {
    const [whole, , secret, , id] = found;
    const to = end + found.index + whole.length;
    if (secret !== undefined) at = scan.redact('digest-credential', to - secret.length, to);
    else if (id !== undefined && isKeyId(id)) at = scan.redact('digest-credential', to - id.length, to);
  }
  return at;
}

/** Half of a pair: digits and capitals, as clouds make them. */
const isKeyId = (id: string): boolean =>
  id.length >= 16 && /\d/.test(id) && /^[A-Z\d]{16,}$|^(?:LTAI|AKID)\w+$/.test(id);

const HEADER = /\s{0,4}["']?([\w-]{1,60})=([^,\s"']{8,2048})/y;

/** `OTEL_EXPORTER_OTLP_HEADERS=x-team=…,x-env=…`: what an exporter sends with every request is a credential mostly. */
export function matchHeaderList(scan: Scan, _: number, end: number): number {
  const { text } = scan;
  let at = text[end] === '"' || text[end] === "'" ? end + 1 : end;
  for (HEADER.lastIndex = at; HEADER.test(text); HEADER.lastIndex = at) {
    HEADER.lastIndex = at;
    const value = HEADER.exec(text)?.[2] ?? '';
    at = HEADER.lastIndex;
    if (isRandom(value.replace(/^[A-Za-z]{2,12}(?:%20|\+)/, '')))
      scan.redactAside('authorization', at - value.length, at);
    if (text[at] !== ',') break;
    at++;
  }
  return -1;
}
