import type { KeyJudge, KeyVerdict } from '../scan/scan.ts';
import { GLUED, KEY_TERMS } from './key-terms.ts';

const MAX_LENGTH = 256;
const MAX_WORDS = 16;
const LONGEST_TERM = 4;
const CACHED = 2_000;

/** `userPassword`, `USER-PASSWORD` and `user.contraseña` as words in lower case, without accents and without the numbers behind words. */
export function keyWords(key: string): string[] {
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
function isStill(verdict: KeyVerdict, words: readonly string[], from: number): boolean {
  const behind = words.slice(from);
  if (behind.some((word, i) => ABOUT.has(word) && !(i < behind.length - 1 && SAME.has(word)))) return false;
  if (verdict.needs === 'any' && /^(?:password|secret|api-key|private-key)$/.test(verdict.rule))
    return behind.length <= 3;
  return behind.every((word) => SAME.has(word));
}

function isOfAText(words: readonly string[], at: number): boolean {
  const before = words[at - 1];
  return before !== undefined && (TEXT_TOKENS.has(before) || ASKING.has(before));
}

function findVerdict(words: readonly string[]): KeyVerdict | undefined {
  if (words.length > 1 && ASKING.has(words[0] ?? '') && !/^(?:token|key)$/.test(words.at(-1) ?? '')) return undefined;
  for (let length = Math.min(LONGEST_TERM, words.length); length > 0; length--) {
    for (let at = words.length - length; at >= 0; at--) {
      const term = words.slice(at, at + length).join(' ');
      let verdict = KEY_TERMS.get(term);
      if (verdict === undefined) continue;
      if (term === 'token' && isOfAText(words, at)) continue;
      if (term === 'pass' && words.length > 1 && at + length === words.length) verdict = { ...verdict, needs: 'any' };
      // Such names say something as a whole only.
      if (verdict.needs === 'query') continue;
      if (isStill(verdict, words, at + length)) return verdict;
    }
  }
  return undefined;
}

export function judgeWords(words: readonly string[]): KeyVerdict | undefined {
  if (words.length === 0 || words.length > MAX_WORDS) return undefined;
  const last = words.at(-1) ?? '';
  const whole = KEY_TERMS.get(words.join(' '));
  if (whole !== undefined) return whole;
  if (ABOUT.has(last)) return undefined;
  return findVerdict(words.map(unglued));
}

const sameName = (key: string): string => keyWords(key).join(' ');

/** Tells from a key's name whether its value is secret. Names repeat, so that answers are kept, up to a bound. */
export class KeyNames implements KeyJudge {
  readonly #own: readonly string[];
  readonly #patterns: readonly RegExp[];
  readonly #allowed: ReadonlySet<string>;
  /** null: says nothing. */
  readonly #cache = new Map<string, KeyVerdict | null>();

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

  judge(key: string): KeyVerdict | undefined {
    const known = this.#cache.get(key);
    if (known !== undefined) return known ?? undefined;
    const verdict = this.#judge(key.length > MAX_LENGTH ? key.slice(-MAX_LENGTH) : key);
    if (this.#cache.size >= CACHED) this.#cache.clear();
    if (key.length <= MAX_LENGTH) this.#cache.set(key, verdict ?? null);
    return verdict;
  }

  #judge(key: string): KeyVerdict | undefined {
    const words = keyWords(key);
    const name = words.join(' ');
    if (this.#allowed.has(name) || this.#allowed.has(sameName(key.slice(key.lastIndexOf('.') + 1)))) return undefined;
    const isOwn =
      this.#own.some((own) => name === own || name.endsWith(` ${own}`)) || this.#patterns.some((own) => own.test(key));
    return isOwn ? { rule: 'custom-key', needs: 'any' } : judgeWords(words);
  }
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(/[\s,]+/));

/** Left out of a name before it is looked at: `clave de acceso`, `senha_do_banco`. */
export const CONNECTIVES = words('de del do da dos das la el las los o os a as the of');

/** What comes last in a name that is about a secret but holds none: when it was changed, what it is called. */
export const ABOUT =
  words(`count counts counter limit limits type types id ids name names names url urls uri uris endpoint endpoints path paths length len size sizes
  expiry expires expire expiration expired at on in date time timestamp timeout ttl age policy policies field fields reset changed change updated update enabled
  disabled required requirements valid validity validation validator invalid present set version versions status state algorithm alg algo hint strength rotation rotated
  manager provider providers file files filename dir directory location usage used budget bucket rate ratio cost costs price prompt page link form input label placeholder
  error errors failed failure message attempts attempt history method methods mode scheme schemes format pattern regex schema class created issued last next header
  prefix suffix arn ref reference spec column columns table index kind source scope scopes issuer audience domain consent banner secure samesite
  service server store vault engine ms seconds sec secs minutes days hours per score complexity confirmation_required required_at mount mounts caducidad expiracion expiracao
  tipo nombre nome fecha data longitud tamanho cantidad quantidade total ruta caminho arquivo archivo obligatoria incorrecta invalida protected auth_method
  generator generation verified verification flow handler helper module package parameter param params option options exists is missing not found success
  available check checks checked checker checking event events`);

/** What comes first in a name that is about a secret but holds none. */
export const ASKING =
  words(`has is are was use uses using num number n total count max min avg mean sum show hide require requires required need needs allow allows enable disable
  missing invalid forgot forgotten supports can should must tiene usa requiere tem exige falta skip ignore without no not validate verify`);

/** Before `token` or `tokens`: those of a text, a page or a grammar. */
export const TEXT_TOKENS =
  words(`first inter per next page continuation max min total input output prompt completion stop eos bos pad unk mask cls special sync cancellation cancel to each last
  start end delim syntax cached reasoning audio text generated usage pagination nextpage previous prev unexpected content thinking gen ai resume sequence lex time
  primary foreign partition sort cache routing idempotency public`);

/** Behind `token`, `cookie` and the like: still the secret itself. */
export const SAME =
  words(`value values val secret key prod production dev development staging stage test testing live sandbox raw plain plaintext text hash hashed old new current
  previous primary secondary backup default main root admin user client server app api json base64 b64 encoded string str data b encrypted enc
  local remote master slave read write readonly db database web bot internal external github gitlab slack aws azure gcp google confirm confirmation again repeat
  banco usuario cliente administrador servidor acceso acesso actual nueva nova antigua antiga valor`);
