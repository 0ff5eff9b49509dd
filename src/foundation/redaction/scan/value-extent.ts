import { isAccented, isSpace } from './characters.ts';
import type { Scan } from './scan.ts';
import type { Separator } from './value-separator.ts';

/** Where a value stands, without its quotes. */
export interface Extent {
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
}

const OPENING = /(?:[NnUuBbRrEeFf@]{0,2}(\\*)(["'`])|(%(?:25){0,3}22)|(\{)(?![\s"'{\\]))/y;
const MAX_NAME = 40;
const MAX_ELEMENT = 8_192;

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
  const [, slashes = '', quote, encoded, brace] = OPENING.exec(text) ?? [];
  const start = OPENING.lastIndex;
  if (start === 0) return undefined;
  if (quote !== undefined) {
    // A quote that nothing closes was cut off: the rest of its line is the value.
    const end = scan.extent(`${slashes.length}${quote}`, start, () => {
      const close = closingQuote(text, start, quote, slashes.length);
      return close === -1 ? lineEnd(text, start) : close;
    });
    return { start, end, isQuoted: true };
  }
  const close = text.slice(start, start + MAX_ELEMENT).indexOf(brace === undefined ? (encoded as string) : '}');
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
  return NEXT_NAME.test(text) && NEXT_NAME.lastIndex - at <= MAX_NAME;
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

/** Types and functions that hold a value as it is, or make one of it: `Some("…")`, `string(8) "…"`, `SHA2('…', 256)`. */
const WRAPPER =
  /(?:(?:new[ \t])?(?:Some|Just|Ok|Right|Optional(?:\.of)?|Secret\w{0,10}|Sensitive|Password|Masked|str|string|String|StringValue|Text|bytes|bytearray|b64|Buffer\.from|NSString|String::from|Literal|Value|sql\.NullString|crypt|CRYPT|MD5|md5|SHA\d{0,3}|sha\d{0,3}|PASSWORD|HASHBYTES|encrypt|ENCRYPT|digest|DIGEST|hash|encode|lower|upper|LOWER|UPPER|CONCAT|concat|TO_BASE64|UNHEX)[ \t]?(?:\(\s{0,4}(?:\d{1,6}\)\s{0,4})?|\{\s{0,4}(?:String:\s?)?|[ \t])|\[\]byte\(|\(\*?string\)\s?(?:\([^)]{0,30}\)\s?)?|\{\s{0,40}\\{0,3}["']?(?:type["']?\s?:\s?["'][^"']{0,30}["'],\s?["']?)?(?:\w{0,12}[vV]alues?|default|S|string|_text|\$|#text|val)\\{0,3}["']?\s{0,4}:\s{0,4}|\[\s?(?=\{))/y;
const PRINTED_BYTES =
  /(?:<Buffer |(?:Uint8Array|Buffer|Bytes?)\(\d{1,6}\)\s?\[|\{\s?\\{0,3}["']?type\\{0,3}["']?:\s?\\{0,3}["']Buffer\\{0,3}["'],\s?\\{0,3}["']?data\\{0,3}["']?:\s?\[)/y;
const NUMBERS = /\[(?=\s{0,8}\d{1,3}(?:,\s{0,8}\d{1,3}){3})/y;
const TRIPLE = /"""|'''/y;
const HEREDOC = /<<[-~]?\s?["']?(\w{1,30})["']?\r?\n/y;
const BLOCK = /[|>][+-]?\d?[+-]?[ \t]{0,8}(?:\r?\n|\\n)/y;

function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

const trimmed = (text: string, start: number, end: number): Extent => {
  let [from, to] = [start, end];
  while (from < to && /\s/.test(text[from] as string)) from++;
  while (to > from && /\s/.test(text[to - 1] as string)) to--;
  return { start: from, end: to, isQuoted: true };
};

/** Where a text ends that goes on until `closing`, looking no further than a few thousand characters. */
function until(text: string, start: number, closing: string): Extent {
  const close = text.slice(start, start + MAX_ELEMENT).indexOf(closing);
  return trimmed(text, start, close === -1 ? Math.min(text.length, start + MAX_ELEMENT) : start + close);
}

/** A shell's or Terraform's `<<EOF`, up to the line that repeats its label. */
function hereDocument(text: string, at: number, start: number): Extent {
  const label = /(\w{1,30})["']?\s*$/.exec(text.slice(at, start))?.[1] ?? '';
  const end = new RegExp(`\\n[ \\t]*${label}\\b`).exec(text.slice(start - 1, start + MAX_ELEMENT));
  return trimmed(text, start, end === null ? Math.min(text.length, start + MAX_ELEMENT) : start - 1 + end.index);
}

/** The lines below a name that are indented more than its own line (YAML 1.2, 8.1). */
function blockExtent(text: string, nameStart: number, start: number): Extent | undefined {
  const line = text.slice(Math.max(0, nameStart - 200), nameStart);
  const indent = /(?:^|\n|\\n)([ \t]*(?:- )*)[^\n]*$/.exec(line)?.[1]?.length ?? 0;
  const lines = /([ \t]*)([^\r\n\\]*)(?:\r?\n|\\n|$)/y;
  lines.lastIndex = start;
  let end = start;
  for (let count = 0; count < 200 && lines.lastIndex < text.length; count++) {
    const found = lines.exec(text);
    if (found === null || (found[2] !== '' && (found[1] ?? '').length <= indent)) break;
    end = found.index + (found[1]?.length ?? 0) + (found[2]?.length ?? 0);
  }
  return end > start ? trimmed(text, start, end) : undefined;
}

/** Values that are wrapped in something, or go over several lines. */
function specialExtent(scan: Scan, at: number, nameStart: number): Extent | undefined {
  const { text } = scan;
  switch (text[at]) {
    case '<':
      return printedBytes(text, at) ?? hereDocumentAt(text, at);
    case '"':
    case "'": {
      const triple = after(TRIPLE, text, at);
      return triple === -1 ? undefined : until(text, triple, text.slice(at, triple));
    }
    case '|':
    case '>': {
      const block = after(BLOCK, text, at);
      return block === -1 ? undefined : blockExtent(text, nameStart, block);
    }
    case '[': {
      const numbers = after(NUMBERS, text, at);
      return numbers === -1 ? wrappedExtent(scan, at) : until(text, numbers, ']');
    }
    case '{':
    case 'U':
    case 'B':
      return printedBytes(text, at) ?? wrappedExtent(scan, at);
    default:
      return wrappedExtent(scan, at);
  }
}

function printedBytes(text: string, at: number): Extent | undefined {
  const bytes = after(PRINTED_BYTES, text, at);
  return bytes === -1 ? undefined : until(text, bytes, text[at] === '<' ? '>' : ']');
}

function hereDocumentAt(text: string, at: number): Extent | undefined {
  const start = after(HEREDOC, text, at);
  return start === -1 ? undefined : hereDocument(text, at, start);
}

const MAX_WRAPPERS = 5;

function wrappedExtent(scan: Scan, from: number): Extent | undefined {
  let at = from;
  for (let count = 0; count < MAX_WRAPPERS && /[\w([{]/.test(scan.text[at] ?? ''); count++) {
    const inside = after(WRAPPER, scan.text, at);
    if (inside === -1) break;
    at = inside;
  }
  return at > from && /["'`\\N@b]/.test(scan.text[at] ?? '') ? quotedExtent(scan, at) : undefined;
}

const YAML_TAG = /!!?[\w:.]{1,40}[ \t]{1,4}/y;
const CHILD = /<(?:value|string|data|text)>\s{0,40}/iy;

/** The text of an XML element, also in a CDATA section. Without its end tag it is none: `<token>` in a documentation's text. */
function elementExtent(text: string, at: number): Extent | undefined {
  let start = at;
  while (start < at + 200 && /\s/.test(text[start] ?? '')) start++;
  for (let child = after(CHILD, text, start); child !== -1; child = after(CHILD, text, start)) start = child;
  if (text.startsWith('<![CDATA[', start)) return until(text, start + 9, ']]>');
  let end = start;
  while (end < text.length && end < start + MAX_ELEMENT && text[end] !== '<') end++;
  return text.startsWith('</', end) ? trimmed(text, start, end) : undefined;
}

/** The content of a part of a multipart form (RFC 7578). */
function partExtent(text: string, start: number): Extent {
  const end = /\r?\n--|\\r\\n--/.exec(text.slice(start, start + MAX_ELEMENT));
  return trimmed(text, start, end === null ? lineEnd(text, start) : start + end.index);
}

/** Where the value that begins at `at` stands. Undefined when there is none, or an object or list that is looked at by itself. */
export function valueExtent(scan: Scan, separator: Separator, isUrl: boolean, nameStart = 0): Extent | undefined {
  const { text } = scan;
  const { kind } = separator;
  let at = separator.end;
  while (isForeign(text.charCodeAt(at)) && at < separator.end + 4) at++;
  if (kind === 'xml') return elementExtent(text, at);
  if (kind === 'form') return partExtent(text, at);
  if (text[at] === '!') at = Math.max(at, after(YAML_TAG, text, at));
  const special = specialExtent(scan, at, nameStart);
  if (special !== undefined) return special;
  const quoted = quotedExtent(scan, at);
  if (quoted !== undefined) return quoted;
  const c = text[at];
  if (c === '{' || c === '(') return undefined;
  const end = bareEnd(scan, at, isUrl, kind === 'encoded');
  return end > at ? { start: at, end, isQuoted: false } : undefined;
}
