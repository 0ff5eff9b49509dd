import type { Scan } from '../scan/scan.ts';

const MAX_KEY = 8_192;
const PRIVATE = /\\{0,3}["'](?:d|p|q|dp|dq|qi|k)\\{0,3}["']\s?:\s?\\{0,3}["']([\w-]{8,2048})/g;

/** The private members of a JSON Web Key (RFC 7518, section 6), before and behind `kty`. */
export function matchJsonWebKey(scan: Scan, start: number): number {
  const { text } = scan;
  if (!/["']/.test(text[start - 1] ?? '') || scan.isLookedAt('jwk', start)) return -1;
  const opening = Math.max(text.lastIndexOf('{', start), start - MAX_KEY, 0);
  const close = text.slice(start, start + MAX_KEY).indexOf('}');
  const end = close === -1 ? Math.min(text.length, start + MAX_KEY) : start + close;
  scan.lookedUntil('jwk', end);
  for (const found of text.slice(opening, end).matchAll(PRIVATE)) {
    const to = opening + found.index + found[0].length;
    scan.redactAside('private-key', to - (found[1]?.length ?? 0), to);
  }
  return -1;
}
