import { matchNamedSecret } from '../names/named-secret.ts';
import { KeywordAutomaton } from '../scan/keyword-automaton.ts';
import { type Placeholder, TRUNCATED } from '../scan/placeholder.ts';
import { type Matcher, type NameJudge, type Report, Scan } from '../scan/scan.ts';
import { type TextView, unescapedView, unquotedView } from '../scan/text-view.ts';
import { PERSONAL_RULES, TEXT_RULES } from './rule-table.ts';

/** How far beyond the cut rules look, so that a secret across it is seen whole. */
const BEYOND = 8_192;
/** `p=x` is no secret that anyone has. */
const SHORTEST = 4;
const CACHED_NAMES = 2_000;
const LONGEST_NAME = 256;

const skipPlaceholder: Matcher = (scan, start, end) => {
  const replaced = scan.placeholder.endOf(scan.text, start);
  return replaced === -1 ? -1 : Math.max(replaced, end);
};

const PLACEHOLDER_RULES = [['[redacted:', skipPlaceholder]] as const;

/** The built-in keywords' automata, without and with personal data. */
const automata = new Map<boolean, KeywordAutomaton<Matcher>>();

/** Built at the first text, a few milliseconds, and shared: start-up does not wait for it. */
function automaton(isPersonal: boolean): KeywordAutomaton<Matcher> {
  const built =
    automata.get(isPersonal) ??
    new KeywordAutomaton([...PLACEHOLDER_RULES, ...TEXT_RULES, ...(isPersonal ? PERSONAL_RULES : [])]);
  automata.set(isPersonal, built);
  return built;
}

/** Names of the user's own are looked for by their longest word. */
function ownAutomaton(isPersonal: boolean, words: readonly string[]): KeywordAutomaton<Matcher> {
  const own = words.map((word) => [word, matchNamedSecret] as const);
  return new KeywordAutomaton([...PLACEHOLDER_RULES, ...TEXT_RULES, ...(isPersonal ? PERSONAL_RULES : []), ...own]);
}

/** Behind the built-in rules: what the user's own patterns find. */
export type PatternRedaction = (text: string) => string;

export interface TextRedactorParts {
  readonly names: NameJudge;
  readonly placeholder: Placeholder;
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
    const redacted = this.#passes(text, maxLength);
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

  /** Whether any rule has something to look at. */
  #hasKeyword(text: string): boolean {
    this.#automaton ??=
      this.#parts.words.length === 0 ? automaton(this.#parts.pii) : ownAutomaton(this.#parts.pii, this.#parts.words);
    return this.#automaton.hasAny(text);
  }

  /** Once as the text is, without escapes, and once more when it holds a URL that was encoded to be part of another. */
  #passes(text: string, maxLength: number): string {
    if (!this.#hasKeyword(text)) return text.length > maxLength ? text.slice(0, maxLength) : text;
    const first = this.#pass(text, unescapedView(text), maxLength);
    const view = unquotedView(first);
    return view === undefined ? first : this.#pass(first, view, Number.POSITIVE_INFINITY);
  }

  #pass(text: string, view: TextView | undefined, maxLength: number): string {
    const { names, placeholder, report } = this.#parts;
    const scan = new Scan(view?.text ?? text, names, placeholder, report);
    this.#automaton?.scan(scan.text, (match, start, hitEnd) => match(scan, start, hitEnd));
    return scan.finish(text, view, maxLength);
  }

  /** The part behind the cut is not sent, only looked at. */
  #redactLong(text: string): string {
    const { maxLength, patterns } = this.#parts;
    const kept = this.#passes(text.slice(0, maxLength + BEYOND), maxLength);
    return this.#cut(patterns === undefined ? kept : patterns(kept), maxLength);
  }

  /** Never through a placeholder. */
  #cut(text: string, maxLength: number): string {
    const room = Math.max(0, maxLength - TRUNCATED.length);
    let end = Math.min(text.length, room);
    const opening = text.lastIndexOf('[', end);
    if (opening !== -1 && this.#parts.placeholder.endOf(text, opening) > end) end = opening;
    return text.slice(0, end) + TRUNCATED;
  }
}
