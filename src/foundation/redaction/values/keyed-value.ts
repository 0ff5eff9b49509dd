import { schemeEnd } from '../rules/authorization.ts';
import { isCardNumber } from '../rules/card-numbers.ts';
import { redactCookies } from '../rules/cookies.ts';
import type { Mark, RedactionMode } from '../scan/placeholder.ts';
import { type KeyJudge, type KeyVerdict, type Report, Scan } from '../scan/scan.ts';
import { isLikely, isPath, isPlaceholder, isProse, isSentence } from '../scan/value-shape.ts';
import type { TextRedactor } from '../text/text-redactor.ts';

/** In place of a value that `remove` drops. */
export const REMOVED: unique symbol = Symbol('removed');

export interface KeyedParts {
  readonly keys: KeyJudge;
  readonly mark: Mark;
  readonly mode: RedactionMode;
  readonly report: Report;
  readonly text: TextRedactor;
}

/** `Bearer abc`: short, and as good as a long one. `Bearer required` is about one. */
function isCredential(value: string): boolean {
  const from = schemeEnd(value, 0);
  const credential = value.slice(from).trim();
  return from > 0 && !/\s|^(?:auth|credential|token|required|missing|invalid|expired|scheme|none)/i.test(credential);
}

function isSecret({ needs, rule }: KeyVerdict, value: string): boolean {
  if (value.trim() === '' || isPlaceholder(value)) return false;
  if (rule === 'authorization' && isCredential(value)) return !isPlaceholder(value.slice(schemeEnd(value, 0)));
  switch (needs) {
    case 'any':
    case 'inside':
      return !isProse(value) && !isSentence(value);
    case 'likely':
      return isLikely(value) && !isPath(value) && !isSentence(value) && !value.includes(' ');
    case 'digits':
      return /^[\w -]{3,40}$/.test(value) && /\d{3}/.test(value.replace(/[ -]/g, ''));
    default:
      return false;
  }
}

/** A text whose name says it is secret. What tells the kind of secret (`Bearer`, a cookie's name) stays. */
export function redactKeyedText(parts: KeyedParts, verdict: KeyVerdict, value: string): string | typeof REMOVED {
  const { mark, report, text, mode } = parts;
  if (mark.endOf(value, 0) === value.length) return value;
  if (!isSecret(verdict, value)) return text.redact(value);
  if (verdict.needs === 'inside') {
    const inside = text.redact(value);
    if (inside !== value || value.includes('[REDACTED:')) return inside;
  }
  if (mode !== 'remove' && verdict.rule === 'cookie') {
    const scan = new Scan(value, parts.keys, mark, report);
    redactCookies(scan, 0);
    if (scan.result() !== value || value.includes('[REDACTED:')) return scan.result();
  }
  const from = schemeEnd(value, 0);
  if (from > 0 && mark.endOf(value, from) !== -1) return value;
  report(verdict.rule);
  return mode === 'remove' ? REMOVED : value.slice(0, from) + mark.write(verdict.rule, value.slice(from));
}

const ALWAYS = new Set(['password', 'secret', 'credential', 'custom-key', 'private-key']);
const FEWEST_DIGITS = 5;
const SMALLEST_CARD = 1e12;

/** A number or truth value: a secret by its name, or a card number. */
export function redactKeyedNumber(
  { mark, mode, report }: KeyedParts,
  verdict: KeyVerdict | undefined,
  value: number | bigint | boolean,
): unknown {
  if (typeof value === 'boolean' && verdict?.rule !== 'custom-key') return value;
  if (verdict === undefined && typeof value === 'number' && !(value >= SMALLEST_CARD)) return value;
  const digits = String(value);
  const byName =
    verdict !== undefined &&
    (verdict.needs === 'digits' ? digits.length >= 3 : verdict.needs === 'any') &&
    (ALWAYS.has(verdict.rule) || verdict.needs === 'digits' || digits.length >= FEWEST_DIGITS);
  const isCard = digits.length >= 13 && isCardNumber(digits);
  if (!byName && !isCard) return value;
  const rule = byName ? verdict.rule : 'card-number';
  report(rule);
  return mode === 'remove' ? REMOVED : mark.write(rule, digits);
}
