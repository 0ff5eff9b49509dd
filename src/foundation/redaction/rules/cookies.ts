import { DIGIT, runEnd, URL_BASE64 } from '../scan/characters.ts';
import type { Scan } from '../scan/scan.ts';
import { isHandle, isPlaceholder, isProse } from '../scan/value-shape.ts';

const PAIR = /[ \t]{0,4}([\w.!#$%&'*+^`|~:@/()[\]-]{1,128})=("?)([^;\s"'<>]{1,8192})/y;
const ATTRIBUTES = new Set(['path', 'domain', 'expires', 'max-age', 'samesite', 'priority', 'version', 'comment']);
const REST = /\s*[^;\r\n"'\\]{0,100}/y;

/** The value of each cookie behind `Cookie:` or `Set-Cookie:`; their names and attributes say what it was about. */
export function redactCookies(scan: Scan, from: number): number {
  const { text } = scan;
  let at = from;
  while (/["'\\\s]/.test(text[at] ?? '') && at < from + 8) at++;
  const start = at;
  for (;;) {
    PAIR.lastIndex = at;
    const pair = PAIR.exec(text);
    if (pair === null) {
      const flag = runEnd(text, text[at] === ' ' ? at + 1 : at, URL_BASE64, 20);
      if (at === start || text[flag] !== ';') break;
      at = flag + 1;
      continue;
    }
    at = redactPair(scan, pair, PAIR.lastIndex);
    if (text[at] !== ';') break;
    at++;
  }
  return at > start ? at : bare(scan, start);
}

function redactPair(scan: Scan, [, name = '', quote = '', value = '']: RegExpExecArray, end: number): number {
  const isAttribute = ATTRIBUTES.has(name.toLowerCase());
  if (!isAttribute && !isPlaceholder(value)) {
    const from = end - value.length;
    return scan.redact('cookie', from, from + value.replace(/[\\,)\]}]+$/, '').length) + quote.length;
  }
  REST.lastIndex = end;
  return isAttribute && REST.test(scan.text) ? REST.lastIndex : end;
}

/** A cookie without a name. */
function bare(scan: Scan, start: number): number {
  const end = runEnd(scan.text, start, URL_BASE64);
  const value = scan.text.slice(start, end);
  const isSecret =
    value.length >= 8 && !isProse(value) && !isHandle(value) && runEnd(value, 0, URL_BASE64 & ~DIGIT) < value.length;
  return isSecret ? scan.redact('cookie', start, end) : -1;
}
