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
