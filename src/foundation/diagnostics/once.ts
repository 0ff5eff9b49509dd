import { log } from './log.ts';

const REMEMBERED = 1_000;

/** Remembers what has been said. When its memory is full nothing counts as new any more: silence is better than a flood. */
export class SaidOnce {
  readonly #said = new Set<string>();

  /** Whether this is the first time. */
  isNew(text: string): boolean {
    if (this.#said.has(text) || this.#said.size >= REMEMBERED) return false;
    this.#said.add(text);
    return true;
  }
}

const said = new SaidOnce();

/** A warning that several signals would give with the same words: given once in a process. */
export function warnOnce(message: string): void {
  if (said.isNew(message)) log.warn(message);
}
