import { warnOnce } from './once.ts';

/** What was bad data, or too much: left out or folded into something else, never thrown. Each reason is one warning in a process. */
export class DropCount {
  #count = 0;
  #last: string | undefined;

  get count(): number {
    return this.#count;
  }

  /** `problem`: what was expected, what there was, and what happens now. */
  add(problem: string, count = 1): void {
    this.#count += count;
    // Where there is one there are mostly thousands.
    if (problem === this.#last) return;
    this.#last = problem;
    warnOnce(`Monitor: ${problem}`);
  }

  clear(): void {
    this.#count = 0;
  }
}
