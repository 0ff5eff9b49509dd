import { isAccented, isSpace } from './characters.ts';
import type { Scan } from './scan.ts';
import type { Separator } from './separator.ts';

/** Where a value stands, without its quotes. */
export interface Extent {
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
}

const OPENING = /(?:[NnUuBbRrEeFf]{0,1}(\\*)(["'`])|(&quot;|&#34;|%(?:25){0,3}22|\\u0022)|(\{)(?![\s"'{]))/y;
const LONGEST_NAME = 40;
const LONGEST_ELEMENT = 8_192;

/** The quote that closes: behind as many backslashes as the opening one, or none of an odd number. */
function closingQuote(text: string, from: number, quote: string, slashes: number): number {
  let at = text.indexOf(quote, from);
  while (at !== -1) {
    let behind = 0;
    while (at - behind - 1 >= from && text[at - behind - 1] === '\\') behind++;
    if (slashes > 0 && behind <= slashes) return at - behind;
    if (slashes === 0 && behind % 2 === 0) {
      const isDoubled = quote === "'" && text[at + 1] === quote && at > from;
      if (!isDoubled) return at;
      at++;
    }
    at = text.indexOf(quote, at + 1);
  }
  return -1;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function quotedExtent(scan: Scan, at: number): Extent | undefined {
  const { text } = scan;
  OPENING.lastIndex = at;
  const [, slashes = '', quote, entity, brace] = OPENING.exec(text) ?? [];
  const start = OPENING.lastIndex;
  if (start === 0) return undefined;
  if (quote !== undefined) {
    // A quote that nothing closes was cut off: what is left of its line is the value.
    const end = scan.extent(`${slashes.length}${quote}`, start, () => {
      const close = closingQuote(text, start, quote, slashes.length);
      return close === -1 ? lineEnd(text, start) : close;
    });
    return { start, end, isQuoted: true };
  }
  const close = text.slice(start, start + LONGEST_ELEMENT).indexOf(brace === undefined ? (entity as string) : '}');
  if (brace !== undefined && (close === -1 || close > 200 || text.slice(start, start + close).includes(':')))
    return undefined;
  return { start, end: close === -1 ? lineEnd(text, start) : start + close, isQuoted: true };
}

const ENDS = new Set([...' \t\r\n"\'`<>|\v\f'].map((c) => c.charCodeAt(0)));
const MAYBE = new Set([...',;&)]}#?'].map((c) => c.charCodeAt(0)));
const NEXT_NAME = /[\p{L}_$][\p{L}\d_.$ -]{0,40}(?:=|:|%3D)/uy;
const ENCODED_END = /%(?:25){0,3}(?:26|3B|22|2C|7D|0A|0D|20|5D)/iy;
const isForeign = (code: number): boolean => code > 0x7f && !isAccented(code) && !(code >= 0xa1 && code <= 0xbf);

/** Whether a character that passwords may have ends this one: when the text goes on as a list, or is a URL. */
function endsHere(text: string, at: number, isUrl: boolean): boolean {
  const c = text[at] as string;
  if (c === '#' || c === '?') return isUrl && c === '#';
  if (isUrl && (c === '&' || c === ';')) return true;
  const next = text.charCodeAt(at + 1);
  if (Number.isNaN(next) || isSpace(next) || ENDS.has(next) || MAYBE.has(next) || isForeign(next)) return true;
  if (c !== ',' && c !== ';' && c !== '&') return false;
  NEXT_NAME.lastIndex = at + 1;
  return NEXT_NAME.test(text) && NEXT_NAME.lastIndex - at <= LONGEST_NAME;
}

function endsBare(text: string, at: number, isUrl: boolean, isEncoded: boolean): boolean {
  const code = text.charCodeAt(at);
  if (ENDS.has(code) || isForeign(code)) return true;
  if (code === 92) return /[nrt"'\\]/.test(text[at + 1] ?? '');
  if (code === 37 && isEncoded) {
    ENCODED_END.lastIndex = at;
    return ENCODED_END.test(text);
  }
  return MAYBE.has(code) && endsHere(text, at, isUrl);
}

function bareEnd(scan: Scan, from: number, isUrl: boolean, isEncoded: boolean): number {
  const { text } = scan;
  let at = scan.extent(`${isUrl}${isEncoded}`, from, () => {
    let end = from;
    while (end < text.length && !endsBare(text, end, isUrl, isEncoded)) end++;
    return end;
  });
  while (at > from && /[.,:;]/.test(text[at - 1] as string)) at--;
  return at;
}

/** Where the value that begins at `at` stands. Undefined when there is none, or an object or list that is looked at by itself. */
export function valueExtent(scan: Scan, separator: Separator, isUrl: boolean): Extent | undefined {
  const { text } = scan;
  const { kind } = separator;
  let at = separator.end;
  while (isForeign(text.charCodeAt(at)) && at < separator.end + 4) at++;
  if (kind === 'xml') {
    let end = at;
    while (end < text.length && end < at + LONGEST_ELEMENT && !/[<\r\n]/.test(text[end] as string)) end++;
    return { start: at, end, isQuoted: true };
  }
  const quoted = quotedExtent(scan, at);
  if (quoted !== undefined) return quoted;
  const c = text[at];
  if (c === '{' || c === '(') return undefined;
  const end = bareEnd(scan, at, isUrl, kind === 'encoded');
  return end > at ? { start: at, end, isQuoted: false } : undefined;
}
