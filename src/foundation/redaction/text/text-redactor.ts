import { matchKeyValue } from '../names/key-value-matcher.ts';
import { KeywordAutomaton } from '../scan/keyword-automaton.ts';
import { type Mark, TRUNCATED } from '../scan/placeholder.ts';
import { type KeyJudge, type Matcher, type Report, Scan } from '../scan/scan.ts';
import { PERSONAL_RULES, TEXT_RULES } from './rule-table.ts';

/** How far beyond the cut rules look, so that a secret across it is seen whole. */
const BEYOND = 8_192;
/** `p=x` is no secret that anyone has. */
const SHORTEST = 4;
const CACHED_NAMES = 2_000;
const LONGEST_NAME = 256;

const skipMark: Matcher = (scan, start, end) => {
  const marked = scan.mark.endOf(scan.text, start);
  return marked === -1 ? -1 : Math.max(marked, end);
};

const MARK_RULES = [['[redacted:', skipMark]] as const;

/** The built-in keywords' automata, without and with personal data. */
const automata = new Map<boolean, KeywordAutomaton<Matcher>>();

/** Built at the first text, a few milliseconds, and shared: start-up does not wait for it. */
function automaton(isPersonal: boolean): KeywordAutomaton<Matcher> {
  const built =
    automata.get(isPersonal) ??
    new KeywordAutomaton([...MARK_RULES, ...TEXT_RULES, ...(isPersonal ? PERSONAL_RULES : [])]);
  automata.set(isPersonal, built);
  return built;
}

/** Names of the user's own are looked for by their longest word. */
function ownAutomaton(isPersonal: boolean, words: readonly string[]): KeywordAutomaton<Matcher> {
  const own = words.map((word) => [word, matchKeyValue] as const);
  return new KeywordAutomaton([...MARK_RULES, ...TEXT_RULES, ...(isPersonal ? PERSONAL_RULES : []), ...own]);
}

/** Behind the built-in rules: what the user's own patterns find. */
export type PatternRedaction = (text: string) => string;

export interface TextRedactorParts {
  readonly keys: KeyJudge;
  readonly mark: Mark;
  readonly report: Report;
  readonly pii: boolean;
  /** More words that names of secrets have. */
  readonly words: readonly string[];
  readonly maxLength: number;
  readonly patterns: PatternRedaction | undefined;
}

/** Takes the secrets out of texts, in one pass each. */
export class TextRedactor {
  readonly #parts: TextRedactorParts;
  readonly #cleanNames = new Set<string>();
  #automaton: KeywordAutomaton<Matcher> | undefined;

  constructor(parts: TextRedactorParts) {
    this.#parts = parts;
  }

  /** The same string when there was nothing to do. */
  redact(text: string): string {
    const { maxLength, patterns } = this.#parts;
    if (text.length < SHORTEST) return text;
    if (text.length > maxLength) return this.#redactLong(text);
    const redacted = this.#scan(text)?.result() ?? text;
    if (patterns === undefined && redacted === text) return text;
    const own = patterns === undefined ? redacted : patterns(redacted);
    return own.length > maxLength ? this.#cut(own, maxLength) : own;
  }

  /** Names repeat: those without secrets are remembered, up to a bound. */
  redactName(name: string): string {
    if (this.#cleanNames.has(name)) return name;
    const redacted = this.redact(name);
    if (redacted !== name || name.length > LONGEST_NAME) return redacted;
    if (this.#cleanNames.size >= CACHED_NAMES) this.#cleanNames.clear();
    this.#cleanNames.add(name);
    return name;
  }

  #scan(text: string): Scan | undefined {
    this.#automaton ??=
      this.#parts.words.length === 0 ? automaton(this.#parts.pii) : ownAutomaton(this.#parts.pii, this.#parts.words);
    if (!this.#automaton.hasAny(text)) return undefined;
    const { keys, mark, report } = this.#parts;
    const scan = new Scan(text, keys, mark, report);
    this.#automaton.scan(text, (match, start, hitEnd) => match(scan, start, hitEnd));
    return scan;
  }

  /** The part behind the cut is not sent, only looked at. */
  #redactLong(text: string): string {
    const { maxLength, patterns } = this.#parts;
    const scan = this.#scan(text.slice(0, maxLength + BEYOND));
    const kept = scan?.upTo(maxLength) ?? text.slice(0, maxLength);
    return this.#cut(patterns === undefined ? kept : patterns(kept), maxLength);
  }

  /** Never through a mark. */
  #cut(text: string, maxLength: number): string {
    const room = Math.max(0, maxLength - TRUNCATED.length);
    let end = Math.min(text.length, room);
    const opening = text.lastIndexOf('[', end);
    if (opening !== -1 && this.#parts.mark.endOf(text, opening) > end) end = opening;
    return text.slice(0, end) + TRUNCATED;
  }
}
