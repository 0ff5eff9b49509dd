import { matchParameters, schemeEnd } from '../rules/authorization.ts';
import { redactCookies } from '../rules/cookies.ts';
import { isRandom, isUuid } from '../scan/randomness.ts';
import type { Scan } from '../scan/scan.ts';
import { type Extent, valueExtent } from '../scan/value-extent.ts';
import { isRecordName, type Separator, separatorAfter } from '../scan/value-separator.ts';
import {
  isAction,
  isCode,
  isHandle,
  isIdentifier,
  isLikely,
  isPath,
  isPlaceholder,
  isProse,
  isSentence,
  isVersion,
} from '../scan/value-shape.ts';
import { type NameInText, nameInText } from './name-in-text.ts';

/** Words of the keyword automaton at which the name around them is looked at. */
export const NAME_WORDS: readonly string[] =
  `pass,pwd,psw,passwd,pass word,secret,segredo,token,key,cred,auth,cookie,galleta,contrase,senha,clave,llave,chave,parola,
  frase,sid,sess,signature,firma,assinatura,sig,jwt,csrf,xsrf,otp,mfa,pin,code,codigo,cvv,cvc,card,tarjeta,cartao,ssn,iban,connection,connstr,conn,cadena,pepper,
  mnemonic,phrase,assertion,samlresponse,verifier,ticket,bearer,autoriza,autentica,pw,magic,netrc,htpasswd,hmac,apk,pan,honeycomb-team,clearance,remember,cftoken,i-key,ikey,
  oidc-data,client-principal,authtok,-tok,_tok`
    .split(',')
    .map((word) => word.trim());

const PARAMETER = /^\w{1,30}=["'\w]/;
const MAX_LOOKED_AT = 400;

function isInUrl(text: string, start: number): boolean {
  const before = text[start - 1];
  return before === '?' || before === '&' || before === '#';
}

/** The first parameter of a query or form that stands without its question mark: more parameters follow. */
function isFirstParameter(text: string, start: number, extent: Extent): boolean {
  if (text[extent.end] !== '&') return false;
  const before = text[start - 1];
  return (
    (before === undefined || /[\s"'`>]/.test(before)) &&
    /^&[\w.%[\]-]{1,40}=/.test(text.slice(extent.end, extent.end + 44))
  );
}

/** `arn:aws:secretsmanager:…:secret:name` is a name. */
function isInArn(text: string, start: number): boolean {
  return text[start - 1] === ':' && /\barn:[\w:*/-]*$/.test(text.slice(Math.max(0, start - 100), start));
}

/** The last segment of a path: `/oauth/token`, `@scope/token`. */
function isInPath(text: string, start: number): boolean {
  return text[start - 1] === '/' && /[\w.})~*-]/.test(text[start - 2] ?? '');
}

const isFlag = (text: string, start: number): boolean => text[start - 1] === '-';

/** Likely, and not what one writes in prose behind a name: a digit and a letter at least, and no date, path or version. */
function isStrange(value: string): boolean {
  return (
    isLikely(value) &&
    /\d/.test(value) &&
    /\p{L}/u.test(value) &&
    !/^[a-z]+\(\d/i.test(value) &&
    !isPath(value) &&
    !/^v?\d+[.:/-]\d/.test(value)
  );
}

/** No name: random, or letters and digits with a symbol or with capitals that begin no word. */
function isPasswordShaped(value: string): boolean {
  if (isRandom(value)) return true;
  if (!isLikely(value) || !/\d/.test(value) || isPath(value)) return false;
  return (
    /[^\w\s.,:/-]/.test(value) ||
    (/[a-z]/.test(value) && /[A-Z]/.test(value) && !/^[a-zA-Z][a-z]*(?:[-_.]?[A-Z][a-z]+)*\d{0,3}$/.test(value))
  );
}

const SETTING = /(?:\bset|\bsetx|\bput|\bconfig|\bconfigure|\badd|\bexport)\s[^\n;|]{0,60}$/i;

/** Behind a name and a space, a value only where such a notation exists: flags, settings, SQL, .netrc; else it is prose. */
function isSpaced({ text }: Scan, { start, end }: NameInText, value: string, isQuoted: boolean): boolean {
  if (isFlag(text, start)) return !value.startsWith('-');
  if (text[start - 1] === '/')
    return (
      /\s/.test(text[start - 2] ?? ' ') &&
      !isQuoted &&
      isStrange(value) &&
      !/[A-Z]{3,7}\s\/$/.test(text.slice(Math.max(0, start - 9), start))
    );
  const name = text.slice(start, end);
  if (isQuoted)
    return text[end] !== '`' && !/`/.test(text.slice(end, end + 3)) && (isLikely(value) || /^[A-Z_ ]+$/.test(name));
  if (!isStrange(value)) return false;
  return (
    /(?:^|[._-])(?:pass|pwd|contrase|senha|clave$|secret$|credential|token$)/i.test(name) ||
    (isRandom(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && value.length >= 20) ||
    (isRandom(value) && SETTING.test(text.slice(Math.max(0, start - 80), start)))
  );
}

function followsProse(text: string, at: number): boolean {
  return /^ [\p{L}]{2,20}(?:[ .,]|$)/u.test(text.slice(at, at + 24));
}

/** A piece of a text that a language model read or wrote, not a credential. */
function isModelToken(scan: Scan, key: NameInText, value: string): boolean {
  if (
    key.verdict.rule !== 'token' ||
    !/^(?:\w*[._])?(?:tok|token)$|[a-z]Token$/i.test(scan.text.slice(key.start, key.end))
  )
    return false;
  return (
    value.length <= 80 && scan.has(/log_?probs?|\bbytes\\?"\s*:\s*\[|token_?id|"prob|generatedToken|\bid\\?"\s*:\s*\d/i)
  );
}

const THOUGHTS = /signature_delta|thinking|thought|reasoning/i;
const MIN_THOUGHT_SIGNATURE = 200;

/** Models sign their thoughts; such a signature is of no use to anybody else. */
function isThoughtSignature(scan: Scan, key: NameInText, { start, end }: Extent): boolean {
  if (key.verdict.rule !== 'signature') return false;
  return (
    (scan.has(THOUGHTS) || end - start >= MIN_THOUGHT_SIGNATURE) &&
    /["'_]$/.test(scan.text.slice(key.start - 1, key.start))
  );
}

/** What stands behind a name of a secret but is none, however it looks. */
function isHarmless(scan: Scan, key: NameInText, extent: Extent, value: string): boolean {
  const { text } = scan;
  if (!/[\p{L}\d]/u.test(value) || isPlaceholder(value) || isSentence(value) || isProse(value)) return true;
  if (isHandle(value) || isInArn(text, key.start) || isThoughtSignature(scan, key, extent)) return true;
  if (isModelToken(scan, key, value)) return true;
  if (isVersion(value) && (extent.isQuoted || isInPath(text, key.start) || /[\^~]/.test(value[0] ?? ''))) return true;
  return text[key.end] === ':' && !extent.isQuoted && isAction(value);
}

/** `datasets/2024/9f3a…`: the key of an object, not of a lock. */
const isPathLike = (value: string): boolean => /^[A-Za-z_-]{2,}\d{0,4}\//.test(value);

function hasShape(scan: Scan, key: NameInText, separator: Separator, extent: Extent, value: string): boolean {
  const { needs, rule } = key.verdict;
  const isUrl = isInUrl(scan.text, key.start) || isFirstParameter(scan.text, key.start, extent);
  switch (needs) {
    case 'digits':
      return /\d{3}/.test(value.replace(/[ -]/g, '')) && value.length <= 40;
    case 'uuid':
      return isUuid(value) || isRandom(value);
    case 'random':
      return (
        (isRandom(value) && !isPathLike(value)) ||
        (isUrl && value.length >= 8 && isLikely(value) && !isUuid(value) && !isHandle(value))
      );
    case 'query':
      if (separator.kind === 'sentence') return isRandom(value);
      return (isUrl || (extent.isQuoted && scan.has(/grant_type/))) && isLikely(value) && value.length >= 8;
    case 'likely':
      return (
        isLikely(value) &&
        value.length >= (rule === 'password' ? 5 : 8) &&
        !isPath(value) &&
        (separator.kind === 'tight' || extent.isQuoted || isPasswordShaped(value)) &&
        separator.kind !== 'space'
      );
    default:
      return true;
  }
}

/** Whether the two are alone: `("password", "…")`, not a list with more items, in which the next item is no value. */
function isAlone(text: string, start: number, end: number): boolean {
  return (
    /[([{]\s{0,8}\\{0,3}["'`]$/.test(text.slice(Math.max(0, start - 12), start)) &&
    /^\\{0,3}["'`]\s{0,8}[)\]}]/.test(text.slice(end, end + 12))
  );
}

function isSecretValue(scan: Scan, key: NameInText, separator: Separator, extent: Extent): boolean {
  const { text } = scan;
  const { isQuoted } = extent;
  const value = text.slice(extent.start, Math.min(extent.end, extent.start + MAX_LOOKED_AT));
  if (isHarmless(scan, key, extent, value) || !hasShape(scan, key, separator, extent, value)) return false;
  const isPathEnd = isInPath(text, key.start);
  switch (separator.kind) {
    case 'pair':
      if (key.verdict.rule === 'cookie') return /=/.test(value) || isRandom(value);
      if (/^\\{0,3}["'`]\s{0,4}:/.test(text.slice(extent.end, extent.end + 10))) return false;
      return isFlag(text, key.start) || isAlone(text, key.start, extent.end)
        ? isPasswordShaped(value)
        : isRandom(value);
    case 'dash':
      return isStrange(value) && value.length >= 8 && !isPathEnd;
    case 'sentence':
      return (
        (isRandom(value) && !isPathLike(value)) ||
        (key.verdict.rule === 'password' && isStrange(value) && /[^\w.-]/.test(value))
      );
    case 'typed':
      return isQuoted || isRandom(value);
    case 'prose':
      return isLikely(value) && !/^\d{4}-\d\d/.test(value) && !isPath(value) && !isPathEnd;
    case 'space':
      return !isPathEnd && isSpaced(scan, key, value, isQuoted);
    default:
      return isAssigned(scan, key, separator, extent, value);
  }
}

/** Behind a sign, or in markup. */
function isAssigned(scan: Scan, key: NameInText, separator: Separator, extent: Extent, value: string): boolean {
  const { text } = scan;
  const { isQuoted } = extent;
  const isTight = separator.kind === 'tight' || separator.kind === 'encoded';
  if (isPath(value) && (!isTight || /^(?:pwd|oldpwd)$/i.test(text.slice(key.start, key.end)))) return false;
  if (isInPath(text, key.start) && !isTight) return isRandom(value);
  if (isQuoted) return !isWord(key, value) && !/^\/[\w.-]+\/[\w./-]+$/.test(value);
  if (isInUrl(text, key.start) || separator.kind === 'encoded' || isFlag(text, key.start)) return true;
  if (isCall(text, separator, extent)) return false;
  if (separator.kind !== 'tight' && isCode(value)) return false;
  if (isIdentifier(value) && isReference(key, separator, value)) return false;
  return separator.kind === 'tight' || isLoose(scan, key, value, extent.end);
}

/** `{"token": "rock"}`: a word, or a part of one. */
function isWord({ verdict }: NameInText, value: string): boolean {
  return verdict.rule === 'token' && verdict.needs === 'any' && value.length <= 20 && !isStrange(value);
}

/** `VerifyCsrfToken->handle(…)`, `Token::create(…)`: a method, not a value. */
function isCall(text: string, { end }: Separator, extent: Extent): boolean {
  return /->$/.test(text.slice(end - 2, end)) && /^[\w$]*\(/.test(text.slice(extent.start, extent.start + 60));
}

const NAMES_SECRET = /secret|token|key|pass|auth|cred|pwd/i;

/** A variable's name instead of a value: `secret: toolApprovalSecret`, `api_key=API_KEY`. */
function isReference({ verdict }: NameInText, { kind }: Separator, value: string): boolean {
  return NAMES_SECRET.test(value) || (kind !== 'tight' && verdict.rule !== 'password' && verdict.rule !== 'custom-key');
}

/** `password: swordfish` but neither `token: foo` nor `secret: the quick brown fox`. */
function isLoose({ text }: Scan, { verdict }: NameInText, value: string, end: number): boolean {
  if (isLikely(value)) return true;
  if (followsProse(text, end)) return false;
  return verdict.rule === 'password' || verdict.rule === 'custom-key' ? true : value.length >= 12;
}

/** A name that says its value is secret, and that value: `password=…`, `"token": "…"`, `api key is …`. */
export function matchNamedSecret(scan: Scan, start: number, end: number): number {
  const key = nameInText(scan, start, end);
  if (key === undefined) return -1;
  const { text } = scan;
  redactValueBefore(scan, key);
  const separator = separatorAfter(text, key.start, key.end);
  if (separator === undefined) return -1;
  const { rule } = key.verdict;
  const list = redactList(scan, key, separator);
  if (list !== -1) return list;
  if (rule === 'cookie' && separator.kind !== 'pair')
    return separator.kind === 'space' || separator.kind === 'sentence' ? -1 : redactCookieValue(scan, separator);
  const takesScheme = rule === 'authorization' && !/^(?:prose|space|sentence|dash)$/.test(separator.kind);
  const from = takesScheme ? schemeEnd(text, separator.end) : separator.end;
  // Digest and its kin: names with values of their own.
  if (from > separator.end && PARAMETER.test(text.slice(from, from + 40)))
    return matchParameters(scan, separator.end, from - 1);
  const extent = valueExtent(scan, { ...separator, end: from }, isInUrl(text, key.start), key.start);
  if (extent === undefined || key.verdict.needs === 'inside') return -1;
  const replaced = scan.placeholder.endOf(text, extent.start);
  if (replaced !== -1) return Math.max(replaced, end);
  const isCredential = from > separator.end && !isPlaceholder(text.slice(extent.start, extent.end));
  if (!isCredential && !isSecretValue(scan, key, separator, extent)) return -1;
  return redactExtent(scan, rule, extent);
}

/** The credential behind a scheme that is not known goes, the scheme stays. */
function redactExtent(scan: Scan, rule: string, { start, end, isQuoted }: Extent): number {
  const from = rule === 'authorization' && isQuoted ? schemeEnd(scan.text.slice(0, end), start) : start;
  return scan.redact(rule, from < end ? from : start, end);
}

function redactCookieValue(scan: Scan, separator: Separator): number {
  const { text } = scan;
  if (/^\{/.test(text.slice(separator.end, separator.end + 1))) return redactMembers(scan, separator.end);
  return redactCookies(scan, separator.end);
}

const MEMBER = /[\s,{]{0,40}\\{0,3}["']?([\w.$-]{1,100})\\{0,3}["']?\s{0,4}[:=]\s{0,4}(?=\\{0,3}["'])/y;

/** `"cookies": {"__session": "…"}`: each member is a cookie. */
function redactMembers(scan: Scan, opening: number): number {
  let at = opening;
  for (let count = 0; count < 100; count++) {
    MEMBER.lastIndex = at;
    if (!MEMBER.test(scan.text)) break;
    const extent = valueExtent(scan, { kind: 'tight', end: MEMBER.lastIndex }, false);
    if (extent?.isQuoted !== true) break;
    const value = scan.text.slice(extent.start, Math.min(extent.end, extent.start + MAX_LOOKED_AT));
    if (!isPlaceholder(value) && isLikely(value) && value.length >= 8) scan.redact('cookie', extent.start, extent.end);
    at = extent.end;
    while (/[\\"']/.test(scan.text[at] ?? '')) at++;
  }
  return at > opening ? at : -1;
}

const ITEM = /(?:[\s,]|\\n){0,80}(?:-[ \t]{1,4})?/y;

const YAML_LIST = /[-\s\\]/;

const isYamlList = (text: string, nameEnd: number, at: number): boolean =>
  /^(?:\s|\\n){0,8}-[ \t]/.test(text.slice(at, at + 12)) && text.slice(nameEnd, at + 1).includes('\n');

function isBracketed(text: string, { kind, end }: Separator): boolean {
  if (text[end] === '[') return /^\[(?!REDACTED:|TRUNCATED)(?!\s{0,8}\d{1,3},)/.test(text.slice(end, end + 14));
  return kind === 'loose' && text[end - 1] === '(';
}

/** `"passwords": ["…", "…"]`, `IN ('…', '…')` and YAML's lists. */
function redactList(scan: Scan, key: NameInText, separator: Separator): number {
  const { text } = scan;
  const isYaml = YAML_LIST.test(text[separator.end] ?? '') && isYamlList(text, key.end, separator.end);
  if (!isYaml && !isBracketed(text, separator)) return -1;
  let at = isYaml || text[separator.end] !== '[' ? separator.end : separator.end + 1;
  const first = at;
  for (let items = 0; items < 1_000; items++) {
    ITEM.lastIndex = at;
    if (!ITEM.test(text)) break;
    const extent = valueExtent(scan, { kind: 'tight', end: ITEM.lastIndex }, false);
    if (extent === undefined || (!extent.isQuoted && !isYaml)) break;
    const from = key.verdict.rule === 'authorization' ? schemeEnd(text, extent.start) : extent.start;
    if (isListedSecret(scan, key, from, extent)) scan.redact(key.verdict.rule, from, extent.end);
    at = extent.end;
    while (/[\\"']/.test(text[at] ?? '')) at++;
    if (isYaml && !/^\s{0,4}\n\s{0,80}-[ \t]/.test(text.slice(at, at + 90))) break;
  }
  return at > first ? at : -1;
}

function isListedSecret(scan: Scan, key: NameInText, from: number, extent: Extent): boolean {
  const value = scan.text.slice(from, Math.min(extent.end, from + MAX_LOOKED_AT));
  if (key.verdict.rule === 'cookie' || key.verdict.needs === 'any') return !isHarmless(scan, key, extent, value);
  return !isHarmless(scan, key, extent, value) && hasShape(scan, key, { kind: 'tight', end: from }, extent, value);
}

const VALUE_BEFORE =
  /(?:value|val|v)\\{0,3}["']?\s{0,3}[:=]\s{0,3}(?:\{\s?\\{0,3}["']\w{1,20}\\{0,3}["']\s?:\s?)?(?:\\{0,3}(["'])([^"'\\]{1,200})\\{0,3}\1|([^\s"',{}\\]{4,200}))\s?\}?,?(?:\s|\\n){0,40}(?:\\{0,3}["']?\w{1,30}\\{0,3}["']?\s?[:=]\s?["']?[^"',\n]{0,60}["']?,?\s{0,40}){0,2}?\\{0,3}["']?(?:name|key|id|header)\\{0,3}["']?\s{0,3}[:=]\s{0,3}\\{0,3}["']?$/i;
const MAX_BEFORE = 320;

/** `{"value": "…", "name": "DB_PASSWORD"}` */
function redactValueBefore(scan: Scan, key: NameInText): void {
  const { text } = scan;
  if (key.verdict.needs === 'query' || !isRecordName(text, key.start)) return;
  const from = Math.max(scan.done, key.start - MAX_BEFORE);
  const lead = text.slice(from, key.start);
  if (!/val/i.test(lead)) return;
  const found = VALUE_BEFORE.exec(lead);
  const value = found?.[2] ?? found?.[3];
  if (found === null || value === undefined || isPlaceholder(value) || isProse(value)) return;
  const start = from + found.index + found[0].indexOf(value, 3);
  if (key.verdict.needs === 'any' || isRandom(value)) scan.redactAside(key.verdict.rule, start, start + value.length);
}
