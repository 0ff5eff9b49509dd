import type { KeyJudge, KeyVerdict } from '../scan/scan.ts';
import { isLikely } from '../scan/value-shape.ts';

const NAMES = ['name', 'key', 'header', 'field', 'param', 'parameter', 'k', 'Name', 'Key', 'nome', 'nombre', 'clave'];
const VALUES = new Set(['value', 'val', 'v', 'content', 'Value', 'valor', 'values']);

/** `{ name: 'Authorization', value: '…' }`: what the one property says of the other. */
export function pairVerdict(
  keys: KeyJudge,
  names: readonly string[],
  read: (name: string) => unknown,
): KeyVerdict | undefined {
  if (names.length > 12 || !names.some((name) => VALUES.has(name))) return undefined;
  for (const candidate of NAMES) {
    if (!names.includes(candidate)) continue;
    const name = read(candidate);
    if (typeof name === 'string' && name.length < 100) return keys.judge(name);
  }
  return undefined;
}

export function isPairValue(name: string): boolean {
  return VALUES.has(name);
}

const ARGUMENTS = /arg|argv|command|cmd|headers?$/i;
const FLAG = /^--?[\w-]{2,60}$/;

/** What an item of a list says of the next: `--password`, `x-api-key` in a list of headers, the first of two. */
export function itemVerdict(
  keys: KeyJudge,
  key: string,
  before: unknown,
  item: unknown,
  isPair: boolean,
): KeyVerdict | undefined {
  if (typeof before !== 'string' || typeof item !== 'string' || before.length > 100) return undefined;
  const isFlag = FLAG.test(before) && !item.startsWith('-');
  if (!isFlag && !/^[\p{L}][\p{L}\d_.-]{1,80}$/u.test(before)) return undefined;
  const verdict = keys.judge(before);
  if (verdict === undefined) return undefined;
  return isFlag || isPair || ARGUMENTS.test(key) || (isLikely(item) && /\d/.test(item)) ? verdict : undefined;
}

const ABOUT =
  /^(?:(?:user|usuario|usuário|email|mail|login|account|client|host|port|region|scope|type|kind|name|nome|nombre|id|expir|created|updated|provider|enabled|status|count|version|algorithm|path|domain|url|header|field|param|key)(?:[-_ ]?(?:name|id|s|at|in|address|e|y))?)$/i;

/** Names of what is no secret itself in an object whose name says secret: `credentials.region`. */
export function isAbout(key: string): boolean {
  return ABOUT.test(key);
}
