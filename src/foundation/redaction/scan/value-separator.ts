import { isSpace } from './characters.ts';

/** What stands between a name and its value. */
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
const SIGN = /(?:=>|:=|::=|===?|!==?(?=\s{0,2}["'])|->|=|[?+.]=|\|\|=|\?\?=|<-|~>|:(?!:)|＝|：|→)/uy;
const PROSE =
  /(?:is|es|é|era|was|are|equals|será|fue|foi|set to|as)[ \t]{1,4}(?:now[ \t]|ahora[ \t]|agora[ \t])?(?:[:=][ \t]?)?/iuy;
const FOR =
  /(?:for|of|de|del|da|do|para|from|en|em|on|to)(?:[ \t]{1,2}[\p{L}\d_.@/-]{1,30}){1,3}?[ \t]{0,2}(?:[:=]|(?:is|es|é|era|was)[ \t])[ \t]{0,4}/iuy;
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

function match(pattern: RegExp, text: string, at: number): number {
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
  if (c === '<') return match(ELEMENT, text, end);
  const lead = text.slice(Math.max(0, start - BEFORE), start);
  if (c === ':') return /<[\w.-]{1,30}:$/.test(lead) ? match(ELEMENT, text, end) : -1;
  if (text[end] === '<') return MARKUP_NAME.test(lead) ? match(NEXT_ELEMENT, text, end) : -1;
  if (c !== '"' && c !== "'") return -1;
  return /\s(?:name|key|id|field)=["']$/i.test(lead) ? match(ATTRIBUTE_END, text, end) : -1;
}

/** What follows a name: where its value begins, or undefined when the name has none. */
export function separatorAfter(text: string, start: number, end: number): Separator | undefined {
  const encoded = match(ENCODED, text, end);
  if (encoded !== -1) return { kind: 'encoded', end: encoded };
  const quoted = quotesEnd(text, end);
  if (quoted > end) {
    const attribute = match(ATTRIBUTE, text, quoted);
    if (attribute !== -1) return { kind: 'tight', end: attribute };
    const form = match(FORM, text, end);
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
    at = match(MEMBER_VALUE, text, MEMBER_NAME.lastIndex);
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
  const typed = quoted === end ? match(TYPED, text, end) : -1;
  if (typed !== -1) return { kind: 'typed', end: typed };
  const at = spacesEnd(text, quoted);
  const operator = match(OPERATOR, text, quoted);
  if (operator !== -1) return { kind: 'loose', end: operator };
  const sign = match(SIGN, text, at);
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
  const dash = match(DASH, text, quoted);
  if (dash !== -1) return { kind: 'dash', end: dash };
  const prose = match(PROSE, text, at);
  const about = prose === -1 ? match(FOR, text, at) : prose;
  const fallback = sentence(text, end);
  if (about !== -1 && (fallback === undefined || fallback.end <= about)) return { kind: 'prose', end: about };
  return fallback ?? { kind: 'space', end: at };
}

/** Only with words, a sign or a bracket between the name and its value. */
function sentence(text: string, end: number): Separator | undefined {
  const to = match(SENTENCE, text, end);
  return to !== -1 && /[^\s"'`]/.test(text.slice(end, to)) ? { kind: 'sentence', end: to } : undefined;
}

function afterSign(text: string, at: number, sign: number, quoted: number): Separator {
  const starred = text[sign] === '*' ? quotesEnd(text, sign) : sign;
  const end = spacesEnd(text, starred, 24);
  return { kind: end === sign && at === quoted ? 'tight' : 'loose', end };
}
