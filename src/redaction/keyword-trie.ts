/** Classes of characters, and so the length of a state's row. */
export const STRIDE = 32;
const DIGIT_CLASS = 27;

/**
 * The alphabet folded into 32 classes, so that the table stays in the processor's cache: letters without case, all digits as one, and
 * punctuation in a few lots. Who is told of a keyword compares it with the text where that matters.
 */
export const CLASSES = new Uint8Array(256);
for (let i = 0; i < 26; i++) CLASSES[97 + i] = CLASSES[65 + i] = i + 1;
const LOTS: readonly (readonly [string, number])[] = [
  ['0123456789', DIGIT_CLASS],
  ['-_', 28],
  [':.', 29],
  ['/@=', 30],
  [' %[+\\', 31],
];
for (const [lot, of] of LOTS) for (const c of lot) CLASSES[c.charCodeAt(0)] = of;

export const classOf = (code: number): number => (code < 128 ? (CLASSES[code] as number) : 0);

/** Keywords by their first characters, and where to go on when a text leaves them. */
export class KeywordTrie<Action> {
  readonly next: Uint16Array;
  /** What ends at a state: longer keywords first. */
  readonly ends: ((readonly [number, Action])[] | undefined)[];
  readonly depths: Uint8Array;
  states = 1;

  constructor(keywords: readonly (readonly [string, Action])[]) {
    const most = keywords.reduce((sum, [keyword]) => sum + keyword.length, 1);
    this.next = new Uint16Array(most * STRIDE);
    this.ends = new Array(most).fill(undefined);
    this.depths = new Uint8Array(most);
    for (const [keyword, action] of keywords) this.#add(keyword, action);
  }

  #add(keyword: string, action: Action): void {
    let state = 0;
    for (let i = 0; i < keyword.length; i++) {
      const at = state * STRIDE + classOf(keyword.charCodeAt(i));
      if (this.next[at] === 0) {
        this.depths[this.states] = i + 1;
        this.next[at] = this.states++;
      }
      state = this.next[at] as number;
    }
    const ends = this.ends[state] ?? [];
    ends.push([keyword.length, action]);
    this.ends[state] = ends;
  }

  /** Fills in where to go when the next character continues no keyword: to the longest suffix that does. Answers the states, root first. */
  link(): readonly number[] {
    const { next } = this;
    const fallback = new Uint16Array(this.states);
    const order = [0];
    for (const state of order) {
      const other = (fallback[state] as number) * STRIDE;
      for (let c = 0; c < STRIDE; c++) {
        const at = state * STRIDE + c;
        const child = next[at] as number;
        const suffix = state === 0 ? 0 : (next[other + c] as number);
        if (child === 0) next[at] = suffix;
        else this.#fallBack(child, suffix, fallback, order);
      }
    }
    return order;
  }

  #fallBack(child: number, suffix: number, fallback: Uint16Array, order: number[]): void {
    fallback[child] = suffix;
    const inherited = this.ends[suffix];
    if (inherited !== undefined) this.ends[child] = [...(this.ends[child] ?? []), ...inherited];
    order.push(child);
  }
}
