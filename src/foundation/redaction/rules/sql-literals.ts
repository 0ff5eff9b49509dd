import { startsWord } from '../scan/characters.ts';
import type { Scan } from '../scan/scan.ts';
import { isPlaceholder } from '../scan/value-shape.ts';

const MAX_LENGTH = 8_192;
const INSERT =
  /(?:insert|replace)\s{1,4}(?:into\s{1,4})?[\w."`[\]]{1,128}\s{0,4}\(([^()]{1,2000})\)\s{0,4}values?\s{0,4}(?=\()/iy;
const LITERAL = /\s*(N?'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"|[^,()'"]+(?:\([^()]*\))?)\s*(,|\))?/y;

/** `INSERT INTO users (name, password) VALUES ('bob', '…')`: the literals in secret columns. */
export function matchInsert(scan: Scan, start: number): number {
  const { text } = scan;
  if (!startsWord(text, start) || scan.isLookedAt('sql', start)) return -1;
  INSERT.lastIndex = start;
  const found = INSERT.exec(text);
  if (found === null) return -1;
  const columns = (found[1] ?? '').split(',').map((column) => scan.names.judge(column.trim().replace(/["`[\]]/g, '')));
  const from = INSERT.lastIndex;
  if (columns.every((verdict) => verdict?.needs !== 'any')) return -1;
  const values = text.slice(from, from + MAX_LENGTH);
  let at = -1;
  let column = 0;
  let i = 0;
  while (i < values.length) {
    if (/[(,\s]/.test(values[i] as string)) {
      if (values[i] === '(') column = 0;
      i++;
      continue;
    }
    LITERAL.lastIndex = i;
    const literal = LITERAL.exec(values);
    if (literal === null || values[i] === ';') break;
    const verdict = columns[column++];
    const quote = /^(?:\w{1,20}\(\s?)?N?['"]/.exec(literal[1] ?? '')?.[0].length ?? 0;
    if (verdict?.needs === 'any' && quote > 0)
      at = redactLiteral(scan, verdict.rule, from + literal.index, literal[1] ?? '', quote, at);
    i = LITERAL.lastIndex;
  }
  scan.lookedUntil('sql', from + i);
  return at;
}

function redactLiteral(
  scan: Scan,
  rule: string,
  start: number,
  literal: string,
  quote: number,
  before: number,
): number {
  const close = literal.lastIndexOf(literal[quote - 1] as string);
  const value = literal.slice(quote, close);
  if (isPlaceholder(value)) return before;
  const from = start + quote;
  return scan.redact(rule, from, from + value.length);
}

const IDENTIFIED = /identified\s{1,4}(?:with\s{1,4}[\w'"]{1,60}\s{1,4})?(?:by|as)\s{1,4}(?:password\s{1,4})?(N?['"])/iy;

/** `IDENTIFIED BY '…'` */
export function matchIdentified(scan: Scan, start: number): number {
  IDENTIFIED.lastIndex = start;
  const quote = IDENTIFIED.exec(scan.text)?.[1]?.at(-1);
  if (quote === undefined) return -1;
  const from = IDENTIFIED.lastIndex;
  const close = scan.text.slice(from, from + MAX_LENGTH).indexOf(quote);
  return scan.redact('password', from, close === -1 ? Math.min(scan.text.length, from + MAX_LENGTH) : from + close);
}

const CRYPT = /crypt\s?\(\s{0,4}N?(['"])/iy;
const KEYED_CRYPT = /crypt\s?\([^()]{1,200}?,\s{0,4}N?(['"])/iy;
const KEYED_NAME = /(?:sym|aes)_(?:en|de)$/i;

/** `crypt('…', gen_salt('bf'))`: the first argument is the password; of `pgp_sym_encrypt(data, '…')` it is the second. */
export function matchCrypt(scan: Scan, start: number): number {
  const { text } = scan;
  const isKeyed = KEYED_NAME.test(text.slice(Math.max(0, start - 8), start));
  if (!isKeyed && !startsWord(text, start)) return -1;
  const call = isKeyed ? KEYED_CRYPT : CRYPT;
  call.lastIndex = start;
  const quote = call.exec(text)?.[1];
  if (quote === undefined) return -1;
  const from = call.lastIndex;
  const close = text.slice(from, from + MAX_LENGTH).indexOf(quote);
  if (close <= 0 || isPlaceholder(text.slice(from, from + close))) return -1;
  return scan.redact('password', from, from + close);
}
