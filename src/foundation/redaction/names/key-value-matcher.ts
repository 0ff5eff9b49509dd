import { matchDigest, schemeEnd } from '../rules/authorization.ts';
import { redactCookies } from '../rules/cookies.ts';
import type { Scan } from '../scan/scan.ts';
import { type Separator, separatorAfter } from '../scan/separator.ts';
import { type Extent, valueExtent } from '../scan/value-extent.ts';
import { isCode, isLikely, isPath, isPlaceholder, isProse, isSentence } from '../scan/value-shape.ts';
import { type KeyInText, keyInText } from './key-in-text.ts';

/** Words of the keyword automaton that begin a look at the name around them. */
export const KEY_WORDS: readonly string[] =
  `pass,pwd,psw,passwd,pass word,secret,segredo,token,key,cred,auth,cookie,galleta,contrase,senha,clave,llave,chave,parola,
  frase,sid,sess,signature,firma,assinatura,sig,jwt,csrf,xsrf,otp,mfa,pin,code,codigo,cvv,cvc,card,tarjeta,cartao,ssn,iban,connection,connstr,conn,cadena,pepper,
  mnemonic,phrase,assertion,samlresponse,verifier,ticket,bearer,autoriza,autentica,pw,magic,netrc,htpasswd,hmac,apk,pan`
    .split(',')
    .map((word) => word.trim());

const PARAMETER = /^\w{1,30}=["'\w]/;

function isInUrl(text: string, start: number): boolean {
  const before = text[start - 1];
  return before === '?' || before === '&' || before === '#';
}

/** `arn:aws:secretsmanager:…:secret:name` is a name. */
function isInArn(text: string, start: number): boolean {
  return text[start - 1] === ':' && /\barn:[\w:-]*$/.test(text.slice(Math.max(0, start - 100), start));
}

function isInFlag(text: string, start: number): boolean {
  return text[start - 1] === '-' || text[start - 1] === '/';
}

/** Behind a name and a space, a value only where such a notation exists: flags, SQL, .netrc; else it is prose. */
function isSpaced({ text }: Scan, { start, end }: KeyInText, value: string, isQuoted: boolean): boolean {
  if (isInFlag(text, start)) return !value.startsWith('-');
  const name = text.slice(start, end);
  if (isQuoted) return isLikely(value) || /^[A-Z_ ]+$/.test(name);
  return /^(?:pass|pwd|contrase|senha|clave$|secret$|credential|token$)/i.test(name) && isStrange(value);
}

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

function followsProse(text: string, at: number): boolean {
  return /^ [\p{L}]{2,20}(?:[ .,]|$)/u.test(text.slice(at, at + 24));
}

function isSecretValue(scan: Scan, key: KeyInText, separator: Separator, extent: Extent): boolean {
  const { text } = scan;
  const { isQuoted } = extent;
  const value = text.slice(extent.start, Math.min(extent.end, extent.start + 400));
  if (!/[\p{L}\d]/u.test(value) || isPlaceholder(value) || isSentence(value) || isProse(value)) return false;
  if (isInArn(text, key.start)) return false;
  const isUrl = isInUrl(text, key.start);
  switch (key.verdict.needs) {
    case 'digits':
      return /\d{3}/.test(value.replace(/[ -]/g, '')) && value.length <= 40;
    case 'query':
      if (!isUrl || !isLikely(value) || value.length < 8) return false;
      break;
    case 'likely':
      if (
        !isLikely(value) ||
        value.length < (key.verdict.rule === 'password' ? 5 : 8) ||
        isPath(value) ||
        (separator.kind !== 'tight' && !isQuoted && !isStrange(value))
      )
        return false;
      if (separator.kind === 'space') return false;
      break;
    default:
  }
  if (separator.kind === 'prose') return isLikely(value) && !/^\d{4}-\d\d/.test(value) && !isPath(value);
  if (separator.kind === 'space') return isSpaced(scan, key, value, isQuoted);
  if (isPath(value) && /^(?:pwd|oldpwd)$/i.test(text.slice(key.start, key.end))) return false;
  if (isQuoted || isUrl || separator.kind === 'encoded' || isInFlag(text, key.start)) return true;
  if (isCode(value) && separator.kind === 'loose') return false;
  return separator.kind === 'tight' || isLoose(scan, key, value, extent.end);
}

/** `password: swordfish` but neither `token: foo` nor `secret: the quick brown fox`. */
function isLoose({ text }: Scan, { verdict }: KeyInText, value: string, end: number): boolean {
  if (isLikely(value)) return true;
  if (followsProse(text, end)) return false;
  return verdict.rule === 'password' || verdict.rule === 'custom-key' ? true : value.length >= 12;
}

/** A name that says its value is secret, and that value: `password=…`, `"token": "…"`, `api key is …`. */
export function matchKeyValue(scan: Scan, start: number, end: number): number {
  const key = keyInText(scan, start, end);
  if (key === undefined) return -1;
  const { text } = scan;
  const separator = separatorAfter(text, key.start, key.end);
  if (separator === undefined) return -1;
  const { rule } = key.verdict;
  if (text[separator.end] === '[') return redactList(scan, rule, separator.end);
  if (rule === 'cookie') return separator.kind === 'space' ? -1 : redactCookies(scan, separator.end);
  const isUrl = isInUrl(text, key.start);
  if (key.verdict.needs === 'query' && !isUrl) return -1;
  const scheme = rule === 'authorization' && separator.kind !== 'prose' && separator.kind !== 'space';
  const from = scheme ? schemeEnd(text, separator.end) : separator.end;
  // Digest and its kin: names with values of their own.
  if (from > separator.end && PARAMETER.test(text.slice(from, from + 40)))
    return matchDigest(scan, separator.end, from - 1);
  const extent = valueExtent(scan, { ...separator, end: from }, isUrl);
  if (extent === undefined) return -1;
  if (key.verdict.needs === 'inside') return -1;
  const marked = scan.mark.endOf(text, extent.start);
  if (marked !== -1) return Math.max(marked, end);
  if (scheme && from > separator.end && !isPlaceholder(text.slice(extent.start, extent.end)))
    return scan.redact(rule, extent.start, extent.end);
  return isSecretValue(scan, key, separator, extent) ? scan.redact(rule, extent.start, extent.end) : -1;
}

/** `"passwords": ["…", "…"]` */
function redactList(scan: Scan, rule: string, opening: number): number {
  const { text } = scan;
  let at = opening + 1;
  for (let items = 0; items < 1_000; items++) {
    while (/[\s,]/.test(text[at] ?? '')) at++;
    if (!/[\\"']/.test(text[at] ?? '')) break;
    const extent = valueExtent(scan, { kind: 'tight', end: at }, false);
    if (extent?.isQuoted !== true) break;
    const from = rule === 'authorization' ? schemeEnd(text, extent.start) : extent.start;
    if (isPlaceholder(text.slice(from, extent.end).slice(0, 101))) at = extent.end;
    else at = scan.redact(rule, from, extent.end);
    while (/[\\"']/.test(text[at] ?? '')) at++;
  }
  return at > opening + 1 ? at : -1;
}
