import { INVISIBLE } from './text-view.ts';

/** From this length on reading bytes is faster than reading characters, the copying included. */
const WORTH_BYTES = 24;
const BYTES_PER_CHARACTER = 3;

const encoder = new TextEncoder();
let buffer = Buffer.allocUnsafeSlow(0);

/** Writes the low byte of each character into the buffer. Returns whether all of the text is ASCII, as keywords are. */
function writeBytes(text: string): boolean {
  const { length } = text;
  if (buffer.length < length * BYTES_PER_CHARACTER)
    buffer = Buffer.allocUnsafeSlow(Math.max(4_096, length * BYTES_PER_CHARACTER));
  if (encoder.encodeInto(text, buffer).written === length) return true;
  buffer.write(text, 0, 'latin1');
  return false;
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

/** Added to a state at which a keyword ends, so that one comparison finds it. */
const END = 0x8000;
/** In a row, a transition that no text has taken yet. */
const UNKNOWN = 0xffff;
const FIRST_ROOM = 1_024;

/** A keyword of the table and what is to be done at it. */
type Entry<Action> = readonly [keyword: string, action: Action];

/** The keywords that go on with one class of characters, and the state for that, 0 until a text leads there. */
interface Branch<Action> {
  readonly entries: Entry<Action>[];
  state: number;
}

/**
 * Finds all of its keywords in one pass, whatever the text (Aho and Corasick, CACM 18:6, 1975). Its states are made when a text first leads to
 * them: all of them would take longer than everything else that the first text needs.
 */
export class KeywordAutomaton<Action> {
  #next = new Uint16Array(FIRST_ROOM * STRIDE).fill(UNKNOWN);
  /** By state: the keywords that begin with its characters, how many these are, and the state of its longest suffix that is a state too. */
  readonly #entries: (readonly Entry<Action>[])[];
  readonly #depths: number[] = [0];
  readonly #suffixes: number[] = [0];
  readonly #branches: (readonly (Branch<Action> | undefined)[] | undefined)[] = [];
  /** By state: the keywords that end there, the longest first. */
  readonly #ends: (readonly Entry<Action>[])[] = [];

  constructor(keywords: readonly Entry<Action>[]) {
    this.#entries = [keywords];
  }

  /** Whether a keyword is anywhere in the text, or may be hidden in it by characters that are not seen. In most texts there is none. */
  hasAny(text: string): boolean {
    if (text.length >= WORTH_BYTES) {
      const isAscii = writeBytes(text);
      return this.#hasAnyByte(buffer, text.length) || (!isAscii && INVISIBLE.test(text));
    }
    let state = 0;
    let codes = 0;
    for (let i = 0; i < text.length; ) {
      const next = this.#next;
      let cell = 0;
      for (; i < text.length && state < END; i++) {
        const code = text.charCodeAt(i);
        codes |= code;
        cell = (state << 5) | (code < 128 ? (CLASSES[code] as number) : 0);
        state = next[cell] as number;
      }
      if (state === UNKNOWN) state = this.#resolve(cell);
      if (state >= END) return true;
    }
    return codes > 127 && INVISIBLE.test(text);
  }

  /** Walks both halves at once: a step waits for the one before it, so that two walks take little longer than one. */
  #hasAnyByte(bytes: Uint8Array, length: number): boolean {
    const half = length >> 1;
    let left = 0;
    let right = 0;
    for (let i = 0; i < half; ) {
      // A new state may have moved the table: only an inner loop in which it stays can be compiled well.
      const next = this.#next;
      let leftCell = 0;
      let rightCell = 0;
      for (; i < half && (left | right) < END; i++) {
        leftCell = (left << 5) | (CLASSES[bytes[i] as number] as number);
        rightCell = (right << 5) | (CLASSES[bytes[half + i] as number] as number);
        left = next[leftCell] as number;
        right = next[rightCell] as number;
      }
      if (left === UNKNOWN) left = this.#resolve(leftCell);
      if (right === UNKNOWN) right = this.#resolve(rightCell);
      if ((left | right) >= END) return true;
    }
    if ((length & 1) === 1) right = this.#step(right, CLASSES[bytes[length - 1] as number] as number);
    return right >= END || this.#endsAfter(bytes, half, left, length);
  }

  /** Goes on from a state until a keyword ends, or until none that began before `from` is left. */
  #endsAfter(bytes: Uint8Array, from: number, state: number, length: number): boolean {
    let at = state;
    for (let i = from; i < length && (this.#depths[at] as number) > i - from; i++) {
      at = this.#step(at, CLASSES[bytes[i] as number] as number);
      if (at >= END) return true;
    }
    return false;
  }

  /** Calls `visit` with each keyword's action and place. It returns where to continue, beyond `end`, or -1 when nothing was there. */
  scan(text: string, visit: (action: Action, start: number, end: number) => number): void {
    const { length } = text;
    let state = 0;
    for (let i = 0; i < length; ) {
      const next = this.#next;
      let cell = 0;
      for (; i < length && state < END; i++) {
        const code = text.charCodeAt(i);
        cell = (state << 5) | (code < 128 ? (CLASSES[code] as number) : 0);
        state = next[cell] as number;
      }
      if (state === UNKNOWN) state = this.#resolve(cell);
      if (state < END) continue;
      state -= END;
      const resume = this.#visit(state, i, visit);
      if (resume < 0) continue;
      i = resume;
      state = 0;
    }
  }

  #visit(state: number, end: number, visit: (action: Action, start: number, end: number) => number): number {
    for (const [keyword, action] of this.#ends[state] ?? []) {
      const resume = visit(action, end - keyword.length, end);
      if (resume >= end) return resume;
    }
    return -1;
  }

  #step(state: number, c: number): number {
    const cell = ((state & ~END) << 5) | c;
    const known = this.#next[cell] as number;
    return known === UNKNOWN ? this.#resolve(cell) : known;
  }

  /** Where a state leads with a class of characters: on in a keyword, else where the state's suffix leads. */
  #resolve(cell: number): number {
    const state = cell >> 5;
    const c = cell & (STRIDE - 1);
    this.#branches[state] ??= this.#split(state);
    const branch = this.#branches[state]?.[c];
    const suffix = state === 0 ? 0 : this.#step(this.#suffixes[state] as number, c) & ~END;
    if (branch !== undefined && branch.state === 0) branch.state = this.#create(branch, state, suffix);
    const target = branch === undefined ? suffix : branch.state;
    this.#next[cell] = this.#ends[target] === undefined ? target : target + END;
    return this.#next[cell] as number;
  }

  /** The keywords of a state by their next class of characters. */
  #split(state: number): readonly (Branch<Action> | undefined)[] {
    const depth = this.#depths[state] as number;
    const branches = new Array<Branch<Action> | undefined>(STRIDE).fill(undefined);
    for (const entry of this.#entries[state] ?? []) {
      if (entry[0].length === depth) continue;
      const c = classOf(entry[0].charCodeAt(depth));
      const branch = branches[c];
      if (branch === undefined) branches[c] = { entries: [entry], state: 0 };
      else branch.entries.push(entry);
    }
    return branches;
  }

  #create(branch: Branch<Action>, parent: number, suffix: number): number {
    const depth = (this.#depths[parent] as number) + 1;
    const own = branch.entries.filter(([keyword]) => keyword.length === depth);
    const inherited = this.#ends[suffix];
    const state = this.#entries.length;
    if (own.length > 0 || inherited !== undefined) this.#ends[state] = [...own, ...(inherited ?? [])];
    this.#entries.push(branch.entries);
    this.#depths.push(depth);
    this.#suffixes.push(suffix);
    if (state * STRIDE === this.#next.length) this.#grow();
    return state;
  }

  #grow(): void {
    const next = new Uint16Array(2 * this.#next.length).fill(UNKNOWN);
    next.set(this.#next);
    this.#next = next;
  }
}
