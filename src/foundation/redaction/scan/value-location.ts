import { isAccented, isSpace } from './characters.ts';
import type { Scan } from './scan.ts';

/** The separator between a name and its value. */
export interface Separator {
  /**
   * `tight`: `k=v`; `loose`: `k: v`, `k = v`; `prose`: `k is v`; `space`: `--k v`; `encoded`: `k%3Dv`; `xml`: `<k>v</k>`; `form`: a
   * part of a multipart form; `pair`: `'k', 'v'`; `record`:
   * `name: k, value: v`; `typed`: `k: string = v`; `dash`: `k - v`; `sentence`: `k provided: v`.
   */
  readonly kind:
    | 'tight'
    | 'loose'
    | 'prose'
    | 'space'
    | 'encoded'
    | 'xml'
    | 'form'
    | 'pair'
    | 'record'
    | 'typed'
    | 'dash'
    | 'sentence';
  /** Where the value begins. */
  readonly end: number;
}

const AROUND = 8;
const QUOTES = /["'`*\\\])|]/;
/** How far before a name its own name is looked for: `"name": "DB_PASSWORD"`. */
const BEFORE = 48;

function spacesEnd(text: string, from: number, limit = AROUND): number {
  let at = from;
  while (at < from + limit && isSpace(text.charCodeAt(at))) at++;
  return at;
}

const ENCODED =
  /(?:%(?:25){0,3}22|%(?:25){0,3}5D|%(?:25){0,3}20)?%(?:25){0,3}(?:3D|3A)(?:\+|%(?:25){0,3}(?:20|22)){0,2}/iy;
const SIGN =
  /(?:=>|:=|::=|===?|!==?(?=\s{0,2}["'])|->|(?:[\ud800-\udbff][\udc00-\udfff])?=|[?+.]=|\|\|=|\?\?=|<-|~>|:(?!:)|＝|：|→)/y;
const PROSE =
  /(?:is|es|é|era|was|are|equals|será|fue|foi|set to|as)[ \t]{1,4}(?:now[ \t]|ahora[ \t]|agora[ \t])?(?:[:=][ \t]?)?/iy;
const FOR =
  /(?:for|of|de|del|da|do|para|from|en|em|on|to)(?:[ \t]{1,2}[\w\u00c0-\u024f.@/-]{1,30}){1,3}?[ \t]{0,2}(?:[:=]|(?:is|es|é|era|was)[ \t])[ \t]{0,4}/iy;
/** How providers report a wrong key: `Incorrect API key provided: …`, `API key (…) is not valid`. */
const SENTENCE =
  /(?:[ \t]{1,2}(?:provided|used|given|supplied|received|sent|passed|submitted|entered|presented|value|was|is|not|no longer|found|valid|invalid|expired|revoked|incorrect|wrong|unknown|rejected|with|using|ending|id|header|you|the|your|proporcionada|fornecida|utilizada|inv[aá]lid[ao]|incorrect[ao]|incorret[ao])){0,4}[ \t]{0,2}[:=]?[ \t]{0,2}["'`(<]{0,2}/iy;
const ATTRIBUTE =
  /(?:\s{1,20}[\w:-]{1,30}\s?=\s?["'][^"'<>]{0,100}["']){0,3}\s{1,20}(?:value|content|valor|connectionString)\s?=\s?/iy;
const ELEMENT = /(?:\s[^<>]{0,300})?>/y;
const NEXT_ELEMENT = /<\/[\w:.-]{1,30}>(?:\s|\\[nrt]){0,40}<[\w:.-]{1,30}(?:\s[^<>]{0,200})?>/y;
const ATTRIBUTE_END = /["'][^<>]{0,100}(?<!\/)>/y;
const FORM =
  /\\{0,3}["'](?:;[^\r\n\\]{0,200})?(?:(?:\r?\n|\\r\\n)[\w-]{1,40}:[^\r\n\\]{0,200}){0,5}(?:\r?\n|\\r\\n)(?:\r?\n|\\r\\n)/y;
const MEMBER_NAME = /\\{0,3}["']?([\w.-]{1,40})\\{0,3}["']?\s{0,20}[:=]\s{0,4}/y;
const MEMBER_VALUE = /\\{0,3}"[^"\n]{0,120}"|'[^'\n]{0,120}'|[^,{}\n\\]{0,80}/y;
const VALUE_NAME = /^(?:\w{0,20}_?(?:value|val|valor|content|contents|secret_?string)|v|default|data)$/i;
const MAX_MEMBERS = 5;
const RECORD_NAME =
  /^(?:[\w.-]{0,20}(?:name|key|header|field|param|parameter|variable|nome|nombre|clave|option|setting|property|attribute)|k|var|id)$/i;
const TYPED =
  /[?!]?(?:\s{0,2}:\s{0,2}[&*]?(?:'\w{1,20} )?[A-Za-z_][\w.<>[\]&?*]{0,40}(?:\s?\|\s?[\w.<>[\]]{1,30}){0,2}|\s{1,2}(?:std::string|string|String|&str|str|text|n?varchar|n?char|bytes|SecureString|NSString)\*?)(?:\(\w{1,6}\))?(?:\s{1,4}:?=(?![=>])|:?=(?=["'`]))\s{0,4}(?=["'`\w])/iy;
const OPERATOR =
  /\s{1,4}(?:not\s{1,4})?(?:in\s{0,4}\(|=\s{0,4}(?:any|all|some)\s{0,4}\(|i?like\s|regexp\s|rlike\s|similar\s{1,4}to\s|between\s|<>|with\s{1,4})\s{0,4}(?=N?['"])/iy;
const DASH = /[ \t]{1,4}[-–—]{1,2}[ \t]{1,4}/y;

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

function quotesEnd(text: string, from: number): number {
  let at = from;
  while (at < from + AROUND && QUOTES.test(text[at] ?? '')) at++;
  return at;
}

/** `("password", "…")`, but not the value of `"grant_type": "password", "…"`. */
function isPair(text: string, start: number, nameEnd: number, at: number): boolean {
  if (nameEnd === at || text[at] !== ',' || !/["'`]/.test(text[start - 1] ?? '')) return false;
  const isValue = /[:=][\s"'`\\]{1,12}$/.test(text.slice(Math.max(0, start - 14), start));
  return !isValue && /^,(?:\s|\\n){0,20}\\*["'`]/.test(text.slice(at, at + 30));
}

const MARKUP_NAME =
  /<(?:[\w.-]{1,30}:)?(?:key|name|td|th|dt|label|member|param-name|ParameterKey)(?:\s[^<>]{0,20})?>\s{0,8}$/i;

/** `<password>…`, `<key>Password</key><string>…`, `<property name="password">…` */
function inMarkup(text: string, start: number, end: number): number {
  const c = text[start - 1];
  if (c === '<') return matchEnd(ELEMENT, text, end);
  const lead = text.slice(Math.max(0, start - BEFORE), start);
  if (c === ':') return /<[\w.-]{1,30}:$/.test(lead) ? matchEnd(ELEMENT, text, end) : -1;
  if (text[end] === '<') return MARKUP_NAME.test(lead) ? matchEnd(NEXT_ELEMENT, text, end) : -1;
  if (c !== '"' && c !== "'") return -1;
  return /\s(?:name|key|id|field)=["']$/i.test(lead) ? matchEnd(ATTRIBUTE_END, text, end) : -1;
}

/** Finds where the value of a name begins. Undefined when the name has none. */
export function separatorAfter(text: string, start: number, end: number): Separator | undefined {
  const encoded = text[end] === '%' ? matchEnd(ENCODED, text, end) : -1;
  if (encoded !== -1) return { kind: 'encoded', end: encoded };
  const quoted = quotesEnd(text, end);
  if (quoted > end) {
    const next = text[quoted] ?? '';
    const attribute = /\s/.test(next) ? matchEnd(ATTRIBUTE, text, quoted) : -1;
    if (attribute !== -1) return { kind: 'tight', end: attribute };
    const form = /[;\r\n]/.test(next) || text[quoted - 1] === '\\' ? matchEnd(FORM, text, end) : -1;
    if (form !== -1) return { kind: 'form', end: form };
  }
  const element = inMarkup(text, start, end);
  if (element !== -1) return { kind: 'xml', end: element };
  const record = recordValue(text, start, end);
  if (record !== -1) return { kind: 'record', end: record };
  if (isPair(text, start, end, quoted)) return { kind: 'pair', end: spacesEnd(text, quoted + 1, 24) };
  return assigned(text, end, quoted);
}

/** Whether a name is itself the value of a name: `"name": "DB_PASSWORD"`, `- key: api_key`, `variable "token"`. */
export function isRecordName(text: string, start: number): boolean {
  const limit = Math.max(0, start - BEFORE);
  let at = start;
  while (at > limit && /["'`\\{[(]/.test(text[at - 1] as string)) at--;
  const isQuoted = at < start;
  while (at > limit && text[at - 1] === ' ') at--;
  const isSpaced = at < start;
  if (/[:=]/.test(text[at - 1] ?? '')) {
    at--;
    while (at > limit && /["'\\ ]/.test(text[at - 1] as string)) at--;
  } else if (!isQuoted || !isSpaced) return false;
  const end = at;
  while (at > limit && /[\w.-]/.test(text[at - 1] as string)) at--;
  return end > at && RECORD_NAME.test(text.slice(at, end));
}

/** The member with the value, when the name is that of a record: in JSON, YAML, HCL and printed structs, behind other members. */
function recordValue(text: string, start: number, end: number): number {
  if (!isRecordName(text, start)) return -1;
  let at = end;
  while (at < end + AROUND && /["'`\\)\]]/.test(text[at] ?? '') && !/^\\[nrt]/.test(text.slice(at, at + 2))) at++;
  for (let count = 0; count < MAX_MEMBERS; count++) {
    at = blankEnd(text, at);
    if (/[,;{]/.test(text[at] ?? '')) at = blankEnd(text, at + 1);
    MEMBER_NAME.lastIndex = at;
    const name = MEMBER_NAME.exec(text)?.[1];
    if (name === undefined || at === end) return -1;
    if (VALUE_NAME.test(name)) return MEMBER_NAME.lastIndex;
    at = matchEnd(MEMBER_VALUE, text, MEMBER_NAME.lastIndex);
  }
  return -1;
}

/** Spaces and line ends, escaped or not. */
function blankEnd(text: string, from: number): number {
  let at = from;
  while (at < from + 80 && (isSpace(text.charCodeAt(at)) || /^\\[nrt]/.test(text.slice(at, at + 2))))
    at += text[at] === '\\' ? 2 : 1;
  return at;
}

function assigned(text: string, end: number, quoted: number): Separator | undefined {
  const c = text[end] ?? '';
  const typed = quoted === end && (c === ':' || c === ' ' || c === '?' || c === '!') ? matchEnd(TYPED, text, end) : -1;
  if (typed !== -1) return { kind: 'typed', end: typed };
  const at = spacesEnd(text, quoted);
  const operator = isSpace(text.charCodeAt(quoted)) ? matchEnd(OPERATOR, text, quoted) : -1;
  if (operator !== -1) return { kind: 'loose', end: operator };
  const sign = matchEnd(SIGN, text, at);
  if (sign !== -1) return afterSign(text, at, sign, quoted);
  if (at === quoted) return bracketed(text, end);
  return spoken(text, end, at, quoted);
}

/** `API key (…) is not valid` */
function bracketed(text: string, end: number): Separator | undefined {
  return /["'`(<]/.test(text[end] ?? '') ? sentence(text, end) : undefined;
}

function spoken(text: string, end: number, at: number, quoted: number): Separator | undefined {
  if (text[at] === '|') return { kind: 'loose', end: spacesEnd(text, at + 1) };
  const dash = matchEnd(DASH, text, quoted);
  if (dash !== -1) return { kind: 'dash', end: dash };
  const prose = matchEnd(PROSE, text, at);
  const about = prose === -1 ? matchEnd(FOR, text, at) : prose;
  const fallback = sentence(text, end);
  if (about !== -1 && (fallback === undefined || fallback.end <= about)) return { kind: 'prose', end: about };
  return fallback ?? { kind: 'space', end: at };
}

/** Only with words, a sign or a bracket between the name and its value. */
function sentence(text: string, end: number): Separator | undefined {
  const to = matchEnd(SENTENCE, text, end);
  return to !== -1 && /[^\s"'`]/.test(text.slice(end, to)) ? { kind: 'sentence', end: to } : undefined;
}

function afterSign(text: string, at: number, sign: number, quoted: number): Separator {
  const starred = text[sign] === '*' ? quotesEnd(text, sign) : sign;
  const end = spacesEnd(text, starred, 24);
  return { kind: end === sign && at === quoted ? 'tight' : 'loose', end };
}

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
const NEXT_NAME = /[A-Za-z_$\u00c0-\u024f][\w\u00c0-\u024f.$ -]{0,40}(?:=|:|%3D)/y;
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
      const triple = matchEnd(TRIPLE, text, at);
      return triple === -1 ? undefined : until(text, triple, text.slice(at, triple));
    }
    case '|':
    case '>': {
      const block = matchEnd(BLOCK, text, at);
      return block === -1 ? undefined : blockExtent(text, nameStart, block);
    }
    case '[': {
      const numbers = matchEnd(NUMBERS, text, at);
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
  const bytes = matchEnd(PRINTED_BYTES, text, at);
  return bytes === -1 ? undefined : until(text, bytes, text[at] === '<' ? '>' : ']');
}

function hereDocumentAt(text: string, at: number): Extent | undefined {
  const start = matchEnd(HEREDOC, text, at);
  return start === -1 ? undefined : hereDocument(text, at, start);
}

const MAX_WRAPPERS = 5;

function wrappedExtent(scan: Scan, from: number): Extent | undefined {
  let at = from;
  for (let count = 0; count < MAX_WRAPPERS && /[\w([{]/.test(scan.text[at] ?? ''); count++) {
    const inside = matchEnd(WRAPPER, scan.text, at);
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
  for (let child = matchEnd(CHILD, text, start); child !== -1; child = matchEnd(CHILD, text, start)) start = child;
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
  if (text[at] === '!') at = Math.max(at, matchEnd(YAML_TAG, text, at));
  const special = specialExtent(scan, at, nameStart);
  if (special !== undefined) return special;
  const quoted = quotedExtent(scan, at);
  if (quoted !== undefined) return quoted;
  const c = text[at];
  if (c === '{' || c === '(') return undefined;
  const end = bareEnd(scan, at, isUrl, kind === 'encoded');
  return end > at ? { start: at, end, isQuoted: false } : undefined;
}
