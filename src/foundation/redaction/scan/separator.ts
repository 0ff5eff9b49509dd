import { isSpace } from './characters.ts';

/** What stands between a name and its value. */
export interface Separator {
  /** `tight`: `k=v`; `loose`: `k: v`, `k = v`; `prose`: `k is v`; `space`: `--k v`; `encoded`: `k%3Dv`; `xml`: `<k>v`. */
  readonly kind: 'tight' | 'loose' | 'prose' | 'space' | 'encoded' | 'xml';
  /** Where the value begins. */
  readonly end: number;
}

const AROUND = 8;
const QUOTES = /["'`*\\\])|]/;

function spacesEnd(text: string, from: number, limit = AROUND): number {
  let at = from;
  while (at < from + limit && isSpace(text.charCodeAt(at))) at++;
  return at;
}

const ENCODED =
  /(?:%(?:25){0,3}22|%(?:25){0,3}5D|%(?:25){0,3}20)?%(?:25){0,3}(?:3D|3A)(?:\+|%(?:25){0,3}(?:20|22)){0,2}/iy;
const SIGN = /(?:=>|:=|===?|->|=|:(?!:)|＝|：|→|\u{1F600}?=)/uy;
const PROSE =
  /(?:is|es|é|era|was|are|equals|será|fue|foi|set to|as)[ \t]{1,4}(?:now[ \t]|ahora[ \t]|agora[ \t])?(?:[:=][ \t]?)?/iuy;
const FOR =
  /(?:for|of|de|del|da|do|para|from|en|em|on|to)(?:[ \t]{1,2}[\p{L}\d_.@/-]{1,30}){1,3}?[ \t]{0,2}(?:[:=]|(?:is|es|é|era|was)[ \t])[ \t]{0,4}/iuy;
const ATTRIBUTE = /\s{1,4}(?:value|content|valor)\s?=\s?/iy;
const ENTITY = /(?:&quot;|&#34;|\\u0022)/iy;

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

function quotesEnd(text: string, from: number): number {
  let at = from;
  while (at < from + AROUND && QUOTES.test(text[at] ?? '')) at++;
  const entity = match(ENTITY, text, at);
  return entity === -1 ? at : entity;
}

/** `("password", "…")`, but not the value of `"grant_type": "password", "…"`. */
function isPair(text: string, keyStart: number, keyEnd: number, at: number): boolean {
  if (keyEnd === at || text[at] !== ',') return false;
  const isValue = /[:=][\s"'`\\]{1,12}$/.test(text.slice(Math.max(0, keyStart - 14), keyStart));
  return !isValue && /^,\s?\\*["'`]/.test(text.slice(at, at + 8));
}

/** What follows a name: where its value begins, or undefined when the name has none. */
export function separatorAfter(text: string, keyStart: number, keyEnd: number): Separator | undefined {
  const encoded = match(ENCODED, text, keyEnd);
  if (encoded !== -1) return { kind: 'encoded', end: encoded };
  if (text[keyEnd] === '>' && text[keyStart - 1] === '<') return { kind: 'xml', end: keyEnd + 1 };
  const quoted = quotesEnd(text, keyEnd);
  const attribute = quoted > keyEnd ? match(ATTRIBUTE, text, quoted) : -1;
  if (attribute !== -1) return { kind: 'tight', end: attribute };
  const at = spacesEnd(text, quoted);
  if (isPair(text, keyStart, keyEnd, quoted)) return { kind: 'loose', end: spacesEnd(text, quoted + 1) };
  const sign = match(SIGN, text, at);
  if (sign !== -1) return afterSign(text, at, sign, quoted);
  if (at === quoted) return undefined;
  const form = /^\r?\n\r?\n$/.test(text.slice(quoted, at)) && quoted > keyEnd;
  if (form) return { kind: 'xml', end: at };
  if (text[at] === '|') return { kind: 'loose', end: spacesEnd(text, at + 1) };
  const prose = match(PROSE, text, at);
  if (prose !== -1) return { kind: 'prose', end: prose };
  const about = match(FOR, text, at);
  if (about !== -1) return { kind: 'prose', end: about };
  return { kind: 'space', end: at };
}

function afterSign(text: string, at: number, sign: number, quoted: number): Separator {
  const end = spacesEnd(text, quotesEnd(text, sign) > sign && text[sign] === '*' ? quotesEnd(text, sign) : sign, 24);
  return { kind: end === sign && at === quoted ? 'tight' : 'loose', end };
}
