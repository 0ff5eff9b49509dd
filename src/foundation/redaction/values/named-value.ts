import { schemeEnd } from '../rules/authorization.ts';
import { isCardNumber } from '../rules/card-numbers.ts';
import { redactCookies } from '../rules/cookies.ts';
import type { Placeholder, RedactionMode } from '../scan/placeholder.ts';
import { isRandom, isUuid } from '../scan/randomness.ts';
import { type NameJudge, type NameVerdict, type Report, Scan } from '../scan/scan.ts';
import { isHandle, isLikely, isPath, isPlaceholder, isProse, isSentence, isVersion } from '../scan/value-shape.ts';
import type { TextRedactor } from '../text/text-redactor.ts';

/** Returned for a value that the mode `remove` drops. */
export const REMOVED: unique symbol = Symbol('removed');

export interface NamedValueParts {
  readonly names: NameJudge;
  readonly placeholder: Placeholder;
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

function isSecret({ needs, rule }: NameVerdict, value: string): boolean {
  if (value.trim() === '' || isPlaceholder(value) || isHandle(value)) return false;
  if (rule === 'authorization' && isCredential(value)) return !isPlaceholder(value.slice(schemeEnd(value, 0)));
  switch (needs) {
    case 'any':
    case 'inside':
      return !isProse(value) && !isSentence(value) && !isVersion(value);
    case 'likely':
      return isLikely(value) && !isPath(value) && !isSentence(value) && !value.includes(' ');
    case 'random':
      return isRandom(value);
    case 'uuid':
      return isUuid(value) || isRandom(value);
    case 'digits':
      return /^[\w -]{3,40}$/.test(value) && /\d{3}/.test(value.replace(/[ -]/g, ''));
    default:
      return false;
  }
}

/** A text whose name says it is secret. What tells the kind of secret (`Bearer`, a cookie's name) stays. */
export function redactNamedText(parts: NamedValueParts, verdict: NameVerdict, value: string): string | typeof REMOVED {
  const { placeholder, report, text, mode } = parts;
  if (placeholder.endOf(value, 0) === value.length) return value;
  if (!isSecret(verdict, value)) return text.redact(value);
  if (verdict.needs === 'inside') {
    const inside = text.redact(value);
    if (inside !== value || value.includes('[REDACTED:')) return inside;
  }
  if (mode !== 'remove' && verdict.rule === 'cookie') {
    const scan = new Scan(value, parts.names, placeholder, report);
    redactCookies(scan, 0);
    if (!scan.isClean || value.includes('[REDACTED:')) return scan.finish();
  }
  const from = schemeEnd(value, 0);
  if (from > 0 && placeholder.endOf(value, from) !== -1) return value;
  report(verdict.rule);
  const kept = verdict.rule === 'authorization' || from === 0 || isCredential(value) ? from : 0;
  return mode === 'remove' ? REMOVED : value.slice(0, kept) + placeholder.write(verdict.rule, value.slice(kept));
}

const ALWAYS = new Set(['password', 'secret', 'credential', 'custom-key', 'private-key']);
const MIN_DIGITS = 5;
const MIN_CARD = 1e12;
/** Names of numbers that only look like those of cards. */
const IDS =
  /(?:ids?|hash|seed|nonce|offset|sequence|time|timestamp|nanos?|millis|micros|ns|project|org|trace|span|version|size|bytes|count|total)$/i;

/** Whether a number of this name counts or identifies something. */
export function isIdName(name: string): boolean {
  return IDS.test(name);
}

/** A number or truth value: a secret by its name, or a card number. */
export function redactNamedNumber(
  { placeholder, mode, report }: NamedValueParts,
  verdict: NameVerdict | undefined,
  value: number | bigint | boolean,
  name = '',
): unknown {
  if (typeof value === 'boolean' && verdict?.rule !== 'custom-key') return value;
  if (verdict === undefined && typeof value === 'number' && !(value >= MIN_CARD)) return value;
  const digits = String(value);
  const byName =
    verdict !== undefined &&
    (verdict.needs === 'digits' ? digits.length >= 3 : verdict.needs === 'any') &&
    (ALWAYS.has(verdict.rule) || verdict.needs === 'digits' || digits.length >= MIN_DIGITS);
  const isCard = digits.length >= 13 && isCardNumber(digits) && !isIdName(name);
  if (!byName && !isCard) return value;
  const rule = byName ? verdict.rule : 'card-number';
  report(rule);
  return mode === 'remove' ? REMOVED : placeholder.write(rule, digits);
}
