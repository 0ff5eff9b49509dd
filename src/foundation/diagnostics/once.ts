import { log } from './log.ts';

const MAX_REMEMBERED = 1_000;

/** Remembers which texts were seen before. At its limit no text counts as new: silence is better than a flood. */
export class OnceSet {
  readonly #seen = new Set<string>();

  /** Returns true the first time a text is added. */
  add(text: string): boolean {
    if (this.#seen.has(text) || this.#seen.size >= MAX_REMEMBERED) return false;
    this.#seen.add(text);
    return true;
  }

  /** Whether no text was added since the start or the last `clear`. */
  get isEmpty(): boolean {
    return this.#seen.size === 0;
  }

  /** Makes every text new again, for example when delivery has recovered. */
  clear(): void {
    this.#seen.clear();
  }
}

const warned = new OnceSet();

/** Logs a warning unless this process has logged the same words before. */
export function warnOnce(message: string): void {
  if (warned.add(message)) log.warn(message);
}
