import { warnOnce } from './once.ts';

/** Counts data that was dropped because it was invalid or too much. Each reason is logged once per process. */
export class DropCount {
  #count = 0;
  #last: string | undefined;

  get count(): number {
    return this.#count;
  }

  /** `problem` names what was expected, what was found and what happens now. */
  add(problem: string, count = 1): void {
    this.#count += count;
    // The same problem often occurs thousands of times in a row.
    if (problem === this.#last) return;
    this.#last = problem;
    warnOnce(`Monitor: ${problem}`);
  }

  clear(): void {
    this.#count = 0;
  }
}
