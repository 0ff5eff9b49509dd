import { endsEscape, IDENTIFIER, isA, isAccented } from '../scan/characters.ts';
import type { NameVerdict, Scan } from '../scan/scan.ts';

const MAX_LENGTH = 80;
const MAX_WORD = 20;
const MAX_DISTANCE = 60;
/** Without any of it near by, more words would name a secret in vain. */
const SEPARATED = /[=:：＝>|"'`%,\](–—]|\s(?:-|is|es|é|era|was|are|provided|used|given)\s|\s[\w-]{16}/iu;
const CONJUNCTION = /^(?:and|or|und|y|e|o|ou|with|for|in|on|to|from|is|if|only|but|not|by|as|an|write|set)$/i;

/** A name of a secret as it stands in a text. */
export interface NameInText {
  readonly verdict: NameVerdict;
  readonly start: number;
  readonly end: number;
}

function isOfAName(code: number): boolean {
  return isA(code, IDENTIFIER) || isAccented(code);
}

function nameEnd(text: string, from: number, limit: number): number {
  let end = from;
  while (end < limit && isOfAName(text.charCodeAt(end))) end++;
  return end;
}

function nameStart(text: string, from: number, limit: number): number {
  let start = from;
  while (start > limit && isOfAName(text.charCodeAt(start - 1))) start--;
  for (let at = start + 1; at <= Math.min(start + 4, from); at++) if (endsEscape(text, at)) return at;
  return start;
}

function isWordSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code === 32 || code === 43) && isOfAName(text.charCodeAt(at - 1));
}

/** `api key`, `clave de acceso`: up to three words before the one that was found, and two behind. */
function* phrases(scan: Scan, start: number, end: number): Generator<readonly [number, number]> {
  const { text, done } = scan;
  let last = end;
  for (let behind = 0; behind < 2 && text.charCodeAt(last) === 32; behind++) {
    const next = nameEnd(text, last + 1, Math.min(text.length, last + MAX_WORD));
    if (next === last + 1) break;
    last = next;
    const connective = /^(?:de|do|da|del|of)$/i.test(text.slice(text.lastIndexOf(' ', last - 1) + 1, last));
    if (connective && behind === 0) behind--;
    if (!connective) yield [start, last];
    if (last - end > 40) break;
  }
  let first = start;
  for (let before = 0; before < 3 && isWordSpace(text, first - 1); before++) {
    const word = nameStart(text, first - 1, Math.max(done, first - MAX_WORD));
    if (CONJUNCTION.test(text.slice(word, first - 1))) return;
    first = word;
    yield [first, end];
  }
}

function trimmed(text: string, start: number, end: number): readonly [number, number] {
  let [from, to] = [start, end];
  while (from < to && /[-.$]/.test(text[from] ?? '')) from++;
  while (to > from && /[-.$_]/.test(text[to - 1] ?? '')) to--;
  return [from, to];
}

/** The name that a word such as `token` is part of, when it is one of a secret. */
export function nameInText(scan: Scan, at: number, hitEnd: number): NameInText | undefined {
  const { text } = scan;
  if (at < scan.nameEnd) return undefined;
  const outerEnd = nameEnd(text, hitEnd, Math.min(text.length, hitEnd + MAX_LENGTH));
  const outerStart = nameStart(text, at, Math.max(scan.done, scan.nameEnd, at - MAX_LENGTH));
  scan.nameEnd = outerEnd;
  if (outerEnd - outerStart > MAX_LENGTH) return undefined;
  const [start, end] = trimmed(text, outerStart, outerEnd);
  const verdict = scan.names.judge(text.slice(start, end));
  if (verdict?.needs === 'any') return { verdict, start, end };
  const best = verdict === undefined ? undefined : { verdict, start, end };
  if (!SEPARATED.test(text.slice(outerEnd, outerEnd + MAX_DISTANCE))) return best;
  return phraseInText(scan, start, end) ?? best;
}

function phraseInText(scan: Scan, start: number, end: number): NameInText | undefined {
  // `pass` is a verb more often than a name.
  if (/^pass$/i.test(scan.text.slice(start, end))) return undefined;
  let best: NameInText | undefined;
  for (const [from, to] of phrases(scan, start, end)) {
    const verdict = scan.names.judge(scan.text.slice(from, to));
    if (verdict === undefined || verdict.needs === 'query') continue;
    best = { verdict, start: from, end: to };
    if (verdict.needs === 'any') break;
  }
  return best;
}
