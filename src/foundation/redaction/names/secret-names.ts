import type { NameJudge, NameVerdict } from '../scan/scan.ts';
import {
  ABOUT,
  CONNECTIVES,
  DATA_KEYS,
  GLUED,
  NAME_TERMS,
  OTHER_SIGNATURES,
  QUESTIONS,
  SAME,
  TEXT_TOKENS,
} from './secret-terms.ts';

const MAX_LENGTH = 256;
const MAX_WORDS = 16;
const MAX_TERM_WORDS = 4;
const MAX_CACHED = 2_000;

/** `userPassword`, `USER-PASSWORD` and `user.contraseña` as words in lower case, without accents and without the numbers behind words. */
export function nameWords(key: string): string[] {
  return key
    .normalize('NFD')
    .replace(/[̀-ͯ]/g, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .map((word) => (/^(?:cvv|cvc)2$/.test(word) ? word : word.replace(/\d{1,4}$/, '')))
    .filter((word) => word !== '' && !CONNECTIVES.has(word));
}

function unglued(word: string): string {
  for (const [ending, term] of GLUED) if (word.endsWith(ending)) return term;
  return word;
}

/** Whether the words behind a term leave it what it is. */
function isStill(verdict: NameVerdict, words: readonly string[], from: number): boolean {
  const behind = words.slice(from);
  if (behind.some((word, i) => ABOUT.has(word) && !(i < behind.length - 1 && SAME.has(word)))) return false;
  if (verdict.needs === 'any' && /^(?:password|secret|api-key|private-key)$/.test(verdict.rule))
    return behind.length <= 3;
  return behind.every((word) => SAME.has(word));
}

/** Whether the word before a term makes it something else: `next_token`, `thought_signature`. */
function isOther(term: string, before: string | undefined): boolean {
  if (before === undefined) return false;
  if (term === 'token' || term === 'tokens') return TEXT_TOKENS.has(before) || QUESTIONS.has(before);
  return term === 'signature' && OTHER_SIGNATURES.has(before);
}

/** `acme_key`, whoever Acme is, when its value is random. */
const UNKNOWN_KEY: NameVerdict = { rule: 'api-key', needs: 'random' };

function isUnknownKey(words: readonly string[]): boolean {
  const before = words.at(-2);
  return words.at(-1) === 'key' && before !== undefined && !words.some((word) => DATA_KEYS.has(word));
}

function findVerdict(words: readonly string[]): NameVerdict | undefined {
  if (words.length > 1 && QUESTIONS.has(words[0] ?? '') && !/^(?:token|key)$/.test(words.at(-1) ?? ''))
    return undefined;
  for (let length = Math.min(MAX_TERM_WORDS, words.length); length > 0; length--) {
    for (let at = words.length - length; at >= 0; at--) {
      const term = words.slice(at, at + length).join(' ');
      let verdict = NAME_TERMS.get(term);
      if (verdict === undefined) continue;
      if (isOther(term, words[at - 1])) continue;
      if (term === 'secret id' && at > 0 && words[at - 1] !== 'role' && words[at - 1] !== 'vault') continue;
      if (term === 'pass' && words.length > 1 && at + length === words.length) verdict = { ...verdict, needs: 'any' };
      // Such names say something as a whole only.
      if (verdict.needs === 'query') continue;
      if (isStill(verdict, words, at + length)) return verdict;
    }
  }
  return undefined;
}

/** `oidc_data`, `vault_secret_id`: terms whose last word makes others harmless. */
function endingTerm(words: readonly string[]): NameVerdict | undefined {
  const term = words.slice(-2).join(' ');
  if (term === 'secret id' && !/^(?:role|approle|vault)$/.test(words.at(-3) ?? '')) return undefined;
  const verdict = NAME_TERMS.get(term);
  return verdict?.needs === 'any' || verdict?.needs === 'uuid' ? verdict : undefined;
}

export function judgeWords(words: readonly string[]): NameVerdict | undefined {
  if (words.length === 0 || words.length > MAX_WORDS) return undefined;
  const last = words.at(-1) ?? '';
  const whole = NAME_TERMS.get(words.join(' '));
  if (whole !== undefined) return whole;
  if (ABOUT.has(last)) return words.length > 2 ? endingTerm(words) : undefined;
  const unified = words.map(unglued);
  return findVerdict(unified) ?? (isUnknownKey(unified) ? UNKNOWN_KEY : undefined);
}

const sameName = (key: string): string => nameWords(key).join(' ');

/** Decides from a name whether its value is secret. Names repeat, so that verdicts are kept, up to a bound. */
export class SecretNames implements NameJudge {
  readonly #own: readonly string[];
  readonly #patterns: readonly RegExp[];
  readonly #allowed: ReadonlySet<string>;
  /** `null`: the name says nothing. */
  readonly #cache = new Map<string, NameVerdict | null>();

  constructor(keys: readonly (string | RegExp)[] = [], allowKeys: readonly string[] = []) {
    this.#own = keys.filter((key) => typeof key === 'string').map(sameName);
    this.#patterns = keys
      .filter((key) => key instanceof RegExp)
      .map((key) => new RegExp(key.source, key.flags.replace(/[gy]/g, '')));
    this.#allowed = new Set(allowKeys.map(sameName));
  }

  /** The longest word of each name of the user's: by it the name is found in texts. */
  words(): readonly string[] {
    const longest = (name: string): string =>
      name.split(' ').reduce((best, word) => (word.length > best.length ? word : best), '');
    return this.#own.map(longest).filter((word) => word.length >= 3);
  }

  judge(key: string): NameVerdict | undefined {
    const known = this.#cache.get(key);
    if (known !== undefined) return known ?? undefined;
    const verdict = this.#judge(key.length > MAX_LENGTH ? key.slice(-MAX_LENGTH) : key);
    if (this.#cache.size >= MAX_CACHED) this.#cache.clear();
    if (key.length <= MAX_LENGTH) this.#cache.set(key, verdict ?? null);
    return verdict;
  }

  #judge(key: string): NameVerdict | undefined {
    const words = nameWords(key);
    const name = words.join(' ');
    if (this.#allowed.has(name) || this.#allowed.has(sameName(key.slice(key.lastIndexOf('.') + 1)))) return undefined;
    const isOwn =
      this.#own.some((own) => name === own || name.endsWith(` ${own}`)) || this.#patterns.some((own) => own.test(key));
    return isOwn ? { rule: 'custom-key', needs: 'any' } : judgeWords(words);
  }
}
