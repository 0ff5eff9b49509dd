const STRIDE = 32;
const DIGIT_CLASS = 27;

/**
 * The alphabet folded into 32 classes, so that the table stays in the processor's cache: letters without case, all digits as one, and
 * punctuation in a few lots. Who is told of a keyword compares it with the text where that matters.
 */
const CLASSES = new Uint8Array(128);
for (let i = 0; i < 26; i++) CLASSES[97 + i] = CLASSES[65 + i] = i + 1;
const LOTS: readonly (readonly [string, number])[] = [
  ['0123456789', DIGIT_CLASS],
  ['-_', 28],
  [':.', 29],
  ['/@=', 30],
  [' %[+\\', 31],
];
for (const [lot, of] of LOTS) for (const c of lot) CLASSES[c.charCodeAt(0)] = of;

const classOf = (code: number): number => (code < 128 ? (CLASSES[code] as number) : 0);

/** Finds all of its keywords in one pass, whatever the text (Aho and Corasick, CACM 18:6, 1975). */
export class KeywordAutomaton<Action> {
  readonly #next: Uint16Array;
  /** States from here on end a keyword. */
  readonly #firstEnd: number;
  readonly #ends: readonly (readonly (readonly [length: number, action: Action])[])[];

  constructor(keywords: readonly (readonly [string, Action])[]) {
    const trie = new Trie<Action>();
    for (const [keyword, action] of keywords) trie.add(keyword, action);
    const { order, next, ends } = trie.link();
    // States that end a keyword get the highest numbers: one comparison tells.
    const sorted = [...order].sort((a, b) => Number((ends[a]?.length ?? 0) > 0) - Number((ends[b]?.length ?? 0) > 0));
    const renumbered = new Map(sorted.map((state, i) => [state, i]));
    this.#firstEnd = sorted.findIndex((state) => (ends[state]?.length ?? 0) > 0);
    this.#next = new Uint16Array(sorted.length * STRIDE);
    sorted.forEach((state, i) => {
      for (let c = 0; c < STRIDE; c++) this.#next[i * STRIDE + c] = renumbered.get(next[state * STRIDE + c] ?? 0) ?? 0;
    });
    this.#ends = sorted.slice(this.#firstEnd).map((state) => ends[state] ?? []);
  }

  /**
   * Calls `visit` with each keyword's action and place. It answers where to go on, beyond `end`, or -1 when nothing was there.
   */
  scan(text: string, visit: (action: Action, start: number, end: number) => number): void {
    const next = this.#next;
    const firstEnd = this.#firstEnd;
    const length = text.length;
    let state = 0;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      state = next[(state << 5) | (code < 128 ? (CLASSES[code] as number) : 0)] as number;
      if (state < firstEnd) continue;
      const resume = this.#visit(state, i + 1, visit);
      if (resume < 0) continue;
      i = resume - 1;
      state = 0;
    }
  }

  #visit(state: number, end: number, visit: (action: Action, start: number, end: number) => number): number {
    for (const [length, action] of this.#ends[state - this.#firstEnd] ?? []) {
      const resume = visit(action, end - length, end);
      if (resume >= end) return resume;
    }
    return -1;
  }
}

class Trie<Action> {
  readonly #children: number[] = new Array<number>(STRIDE).fill(0);
  readonly #ends: (readonly [number, Action])[][] = [[]];
  #states = 1;

  add(keyword: string, action: Action): void {
    let state = 0;
    for (let i = 0; i < keyword.length; i++) {
      const at = state * STRIDE + classOf(keyword.charCodeAt(i));
      if (!this.#children[at]) {
        this.#children[at] = this.#states++;
        for (let c = 0; c < STRIDE; c++) this.#children.push(0);
        this.#ends.push([]);
      }
      state = this.#children[at] as number;
    }
    this.#ends[state]?.push([keyword.length, action]);
  }

  /** Fills in where to go when the next character continues no keyword: to the longest suffix that does. */
  link(): { order: number[]; next: number[]; ends: (readonly [number, Action])[][] } {
    const next = this.#children;
    const ends = this.#ends;
    const fallback = new Array<number>(this.#states).fill(0);
    const order = [0];
    for (const state of order) {
      for (let c = 0; c < STRIDE; c++) {
        const at = state * STRIDE + c;
        const child = next[at] as number;
        const other = state === 0 ? 0 : (next[(fallback[state] as number) * STRIDE + c] as number);
        if (!child) {
          next[at] = other;
          continue;
        }
        fallback[child] = other;
        ends[child] = [...(ends[child] ?? []), ...(ends[other] ?? [])];
        order.push(child);
      }
    }
    return { order, next, ends };
  }
}
