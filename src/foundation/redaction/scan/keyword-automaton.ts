/** From this length on reading bytes is faster than reading characters, the copying included. */
const WORTH_BYTES = 24;

let buffer = Buffer.allocUnsafeSlow(0);

/** The text's low bytes, until the next call. ASCII stays what it is, and keywords are ASCII: what else looks like it by this is found to be none later. */
function latin1(text: string): Uint8Array {
  if (buffer.length < text.length) buffer = Buffer.allocUnsafeSlow(Math.max(4_096, text.length));
  buffer.write(text, 0, 'latin1');
  return buffer;
}

/** Finds all of its keywords in one pass, whatever the text (Aho and Corasick, CACM 18:6, 1975). */
export class KeywordAutomaton<Action> {
  readonly #next: Uint16Array;
  /** States from here on end a keyword. */
  readonly #firstEnd: number;
  readonly #ends: readonly (readonly (readonly [length: number, action: Action])[])[];
  /** How many characters of a keyword a state has seen. */
  readonly #depths: Uint8Array;

  constructor(keywords: readonly (readonly [string, Action])[]) {
    const trie = new KeywordTrie<Action>(keywords);
    const { states, next, ends, depths } = trie;
    const order = trie.link();
    // States that end a keyword get the highest numbers: one comparison tells.
    const sorted = [
      ...order.filter((state) => ends[state] === undefined),
      ...order.filter((state) => ends[state] !== undefined),
    ];
    const renumbered = new Uint16Array(states);
    for (let i = 0; i < states; i++) renumbered[sorted[i] as number] = i;
    this.#firstEnd = sorted.findIndex((state) => ends[state] !== undefined);
    this.#depths = Uint8Array.from(sorted, (state) => depths[state] as number);
    this.#next = new Uint16Array(states * STRIDE);
    for (let i = 0; i < states; i++) {
      const row = (sorted[i] as number) * STRIDE;
      for (let c = 0; c < STRIDE; c++) this.#next[i * STRIDE + c] = renumbered[next[row + c] as number] as number;
    }
    this.#ends = sorted.slice(this.#firstEnd).map((state) => ends[state] ?? []);
  }

  /** Whether a keyword is anywhere in the text; in most texts there is none. */
  hasAny(text: string): boolean {
    if (text.length >= WORTH_BYTES) return this.#hasAnyByte(latin1(text), text.length);
    let state = 0;
    for (let i = 0; i < text.length; i++) {
      state = this.#next[(state << 5) | classOf(text.charCodeAt(i))] as number;
      if (state >= this.#firstEnd) return true;
    }
    return false;
  }

  /** Walks both halves at once: a step waits for the one before it, so that two walks take little longer than one. */
  #hasAnyByte(bytes: Uint8Array, length: number): boolean {
    const next = this.#next;
    const firstEnd = this.#firstEnd;
    const half = length >> 1;
    let left = 0;
    let right = 0;
    for (let i = 0, j = half; i < half; i++, j++) {
      left = next[(left << 5) | (CLASSES[bytes[i] as number] as number)] as number;
      right = next[(right << 5) | (CLASSES[bytes[j] as number] as number)] as number;
      if (left >= firstEnd || right >= firstEnd) return true;
    }
    if ((length & 1) === 1) right = next[(right << 5) | (CLASSES[bytes[length - 1] as number] as number)] as number;
    return right >= firstEnd || this.#endsAfter(bytes, half, left, length);
  }

  /** Goes on from a state until a keyword ends, or until none that began before `from` is left. */
  #endsAfter(bytes: Uint8Array, from: number, state: number, length: number): boolean {
    let at = state;
    for (let i = from; i < length && (this.#depths[at] as number) > i - from; i++) {
      at = this.#next[(at << 5) | (CLASSES[bytes[i] as number] as number)] as number;
      if (at >= this.#firstEnd) return true;
    }
    return false;
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
