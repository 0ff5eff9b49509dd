import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/** How a secret is replaced. */
export type RedactionMode = 'mask' | 'hash' | 'remove';

const OPENING = '[REDACTED:';
const SHAPE = /\[REDACTED:([a-z\d][\w.-]{0,63})(?::[\da-f]{12})?\]/iy;

/** Replaces what was not looked at because there was too much of it. */
export const TRUNCATED = '[TRUNCATED]';

/** Writes the text that replaces a secret, and recognises it. */
export class Placeholder {
  readonly #mode: RedactionMode;
  readonly #hashKey: string | undefined;
  readonly #isRule: (name: string) => boolean;
  #randomKey: Buffer | undefined;

  constructor(mode: RedactionMode, hashKey: string | undefined, isRule: (name: string) => boolean) {
    this.#mode = mode;
    this.#hashKey = hashKey;
    this.#isRule = isRule;
  }

  write(rule: string, secret: string): string {
    if (this.#mode === 'remove') return '';
    return this.#mode === 'mask' ? `${OPENING}${rule}]` : `${OPENING}${rule}:${this.#digest(secret)}]`;
  }

  /** Where the placeholder that begins at `at` ends; -1 when there is none. */
  endOf(text: string, at: number): number {
    if (text.startsWith(TRUNCATED, at)) return at + TRUNCATED.length;
    if (!text.startsWith(OPENING, at)) return -1;
    SHAPE.lastIndex = at;
    const rule = SHAPE.exec(text)?.[1];
    return rule !== undefined && this.#isRule(rule) ? SHAPE.lastIndex : -1;
  }

  /** Keyed, so that a digest in a trace backend cannot be looked up in a table of common passwords. */
  #digest(secret: string): string {
    const { createHmac, randomBytes } = load('node:crypto') as typeof import('node:crypto');
    if (this.#hashKey === undefined) this.#randomKey ??= randomBytes(32);
    return createHmac('sha256', this.#hashKey ?? this.#randomKey ?? '')
      .update(secret)
      .digest('hex')
      .slice(0, 12);
  }
}
