import { endsEscape, IDENTIFIER, isA, isAccented } from '../scan/characters.ts';
import type { KeyVerdict, Scan } from '../scan/scan.ts';

const LONGEST = 80;
const LONGEST_WORD = 20;
const FARTHEST_SEPARATOR = 60;
/** Without any of it near by, more words would name a secret in vain. */
const SEPARATED = /[=:：＝>|"'`%,\]]|\s(?:is|es|é|era|was|are)\s/iu;

/** A key's name as it stands in a text. */
export interface KeyInText {
  readonly verdict: KeyVerdict;
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
    const next = nameEnd(text, last + 1, Math.min(text.length, last + LONGEST_WORD));
    if (next === last + 1) break;
    last = next;
    const connective = /^(?:de|do|da|del|of)$/i.test(text.slice(text.lastIndexOf(' ', last - 1) + 1, last));
    if (connective && behind === 0) behind--;
    if (!connective) yield [start, last];
    if (last - end > 40) break;
  }
  let first = start;
  for (let before = 0; before < 3 && isWordSpace(text, first - 1); before++) {
    first = nameStart(text, first - 1, Math.max(done, first - LONGEST_WORD));
    yield [first, end];
  }
}

function trimmed(text: string, start: number, end: number): readonly [number, number] {
  let [from, to] = [start, end];
  while (from < to && /[-.$]/.test(text[from] ?? '')) from++;
  while (to > from && /[-.$_]/.test(text[to - 1] ?? '')) to--;
  return [from, to];
}

/** The name that a word such as `token` is part of, when that name is one of a secret. */
export function keyInText(scan: Scan, at: number, hitEnd: number): KeyInText | undefined {
  const { text } = scan;
  if (at < scan.keyEnd) return undefined;
  const outerEnd = nameEnd(text, hitEnd, Math.min(text.length, hitEnd + LONGEST));
  const outerStart = nameStart(text, at, Math.max(scan.done, scan.keyEnd, at - LONGEST));
  scan.keyEnd = outerEnd;
  if (outerEnd - outerStart > LONGEST) return undefined;
  const [start, end] = trimmed(text, outerStart, outerEnd);
  const verdict = scan.keys.judge(text.slice(start, end));
  const isStrong = verdict?.needs === 'any';
  if (isStrong) return { verdict, start, end };
  let best = verdict === undefined ? undefined : { verdict, start, end };
  if (!SEPARATED.test(text.slice(outerEnd, outerEnd + FARTHEST_SEPARATOR))) return best;
  for (const [from, to] of phrases(scan, start, end)) {
    const phrase = scan.keys.judge(text.slice(from, to));
    if (phrase === undefined || phrase.needs === 'query') continue;
    best = { verdict: phrase, start: from, end: to };
    if (phrase.needs === 'any') break;
  }
  return best;
}
