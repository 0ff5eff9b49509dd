import { INVISIBLE } from './text-view.ts';

/** From this length on reading bytes is faster than reading characters, the copying included. */
const WORTH_BYTES = 24;
const BYTES_PER_CHARACTER = 3;

let buffer = Buffer.allocUnsafeSlow(0);

/** Writes the low byte of each character into the buffer. Returns whether all of the text is ASCII, as keywords are. */
function writeBytes(text: string): boolean {
  const { length } = text;
  if (buffer.length < length * BYTES_PER_CHARACTER)
    buffer = Buffer.allocUnsafeSlow(Math.max(4_096, length * BYTES_PER_CHARACTER));
  if (buffer.write(text, 0, 'utf8') === length) return true;
  buffer.write(text, 0, 'latin1');
  return false;
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
    const { next, firstEnd, ends, depths } = new KeywordTrie<Action>(keywords).link();
    this.#next = next;
    this.#firstEnd = firstEnd;
    this.#ends = ends;
    this.#depths = depths;
  }

  /** Whether a keyword is anywhere in the text, or may be hidden in it by characters that are not seen. In most texts there is none. */
  hasAny(text: string): boolean {
    if (text.length >= WORTH_BYTES) {
      const isAscii = writeBytes(text);
      return this.#hasAnyByte(buffer, text.length) || (!isAscii && INVISIBLE.test(text));
    }
    let state = 0;
    for (let i = 0; i < text.length; i++) {
      state = this.#next[(state << 5) | classOf(text.charCodeAt(i))] as number;
      if (state >= this.#firstEnd) return true;
    }
    return INVISIBLE.test(text);
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
const STRIDE = 32;
const DIGIT_CLASS = 27;

/**
 * The alphabet folded into 32 classes, so that the table stays in the processor's cache: letters without case, all digits as one, and
 * punctuation in a few lots. A matcher compares its keyword with the text where that matters.
 */
const CLASSES = new Uint8Array(256);
for (let i = 0; i < 26; i++) CLASSES[97 + i] = CLASSES[65 + i] = i + 1;
const LOTS: readonly (readonly [string, number])[] = [
  ['0123456789', DIGIT_CLASS],
  ['-_$', 28],
  [':.', 29],
  ['/@=', 30],
  [' %[+\\', 31],
];
for (const [lot, of] of LOTS) for (const c of lot) CLASSES[c.charCodeAt(0)] = of;

const classOf = (code: number): number => (code < 128 ? (CLASSES[code] as number) : 0);

interface Linked<Action> {
  readonly next: Uint16Array;
  readonly firstEnd: number;
  readonly ends: readonly (readonly (readonly [number, Action])[])[];
  readonly depths: Uint8Array;
}

/** Keywords by their first characters. Each node has its first child and its next sibling, since most have one child. */
class KeywordTrie<Action> {
  readonly #child: Uint16Array;
  readonly #sibling: Uint16Array;
  readonly #class: Uint8Array;
  readonly #ends: ([number, Action][] | undefined)[] = [undefined];
  #nodes = 1;

  constructor(keywords: readonly (readonly [string, Action])[]) {
    let most = 1;
    for (const [keyword] of keywords) most += keyword.length;
    this.#child = new Uint16Array(most);
    this.#sibling = new Uint16Array(most);
    this.#class = new Uint8Array(most);
    for (const [keyword, action] of keywords) this.#add(keyword, action);
  }

  #add(keyword: string, action: Action): void {
    let node = 0;
    for (let i = 0; i < keyword.length; i++) {
      const c = classOf(keyword.charCodeAt(i));
      let child = this.#child[node] as number;
      while (child !== 0 && this.#class[child] !== c) child = this.#sibling[child] as number;
      if (child === 0) {
        child = this.#nodes++;
        this.#class[child] = c;
        this.#sibling[child] = this.#child[node] as number;
        this.#child[node] = child;
        this.#ends.push(undefined);
      }
      node = child;
    }
    const ends = this.#ends[node];
    if (ends === undefined) this.#ends[node] = [[keyword.length, action]];
    else ends.push([keyword.length, action]);
  }

  /**
   * Numbers the states: those that end a keyword from the top down, the others from the bottom up, so that one comparison tells them apart. A state's
   * row is that of its longest suffix that is a state too, but for the state's own children.
   */
  link(): Linked<Action> {
    const states = this.#nodes;
    const next = new Uint16Array(states * STRIDE);
    const depths = new Uint8Array(states);
    const ends: (readonly (readonly [number, Action])[])[] = [];
    const order = new Uint16Array(states);
    const numbers = new Uint16Array(states);
    const suffixes = new Uint16Array(states);
    let low = 1;
    let high = states;
    let queued = 1;
    for (let i = 0; i < queued; i++) {
      const node = order[i] as number;
      const row = (numbers[node] as number) * STRIDE;
      const from = (suffixes[node] as number) * STRIDE;
      if (node !== 0) next.copyWithin(row, from, from + STRIDE);
      for (let child = this.#child[node] as number; child !== 0; child = this.#sibling[child] as number) {
        const cell = row + (this.#class[child] as number);
        // The cell is still that of the suffix, so it leads to the suffix of the child.
        const suffix = node === 0 ? 0 : (next[cell] as number);
        const own = this.#ends[child];
        const inherited = suffix >= high ? ends[states - 1 - suffix] : undefined;
        const isEnd = own !== undefined || inherited !== undefined;
        const number = isEnd ? --high : low++;
        if (isEnd)
          ends.push(own === undefined ? (inherited ?? []) : inherited === undefined ? own : [...own, ...inherited]);
        numbers[child] = number;
        depths[number] = (depths[row / STRIDE] as number) + 1;
        suffixes[child] = suffix;
        next[cell] = number;
        order[queued++] = child;
      }
    }
    return { next, firstEnd: high, ends: ends.toReversed(), depths };
  }
}
