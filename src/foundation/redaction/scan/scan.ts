import type { Mark } from './placeholder.ts';

/** Notes who told what: a redaction by this rule. */
export type Report = (rule: string) => void;

/** Which key names are secret; `undefined` when a name says nothing. */
export interface KeyJudge {
  judge(key: string): KeyVerdict | undefined;
}

export interface KeyVerdict {
  readonly rule: string;
  /** How much a value must look like a secret: `any` value, one that is `likely`, or likely and in a URL or cookie (`query`). */
  readonly needs: 'any' | 'likely' | 'query' | 'digits' | 'inside';
}

/** Looks at the text around a keyword; answers where to go on, or -1 when it found nothing. */
export type Matcher = (scan: Scan, start: number, end: number) => number;

/** One text on its way through the rules: what was found so far, and what rules remember so as never to look at the same place twice. */
export class Scan {
  readonly text: string;
  readonly keys: KeyJudge;
  readonly mark: Mark;
  readonly #report: Report;
  /** Where the last key name that was looked at ends. */
  keyEnd = 0;
  /** Where the last run of characters that was no token ends. */
  runEnd = 0;
  /** No `-----END` from here on. */
  isWithoutPemEnd = false;
  /** The command whose short flags carry passwords, and where it was seen. */
  tool: { readonly name: string; readonly at: number } | undefined;
  /** Where values that were looked at end, by kind: what begins inside of one ends with it. */
  readonly #extents = new Map<string, readonly [from: number, end: number]>();
  #written = '';
  #done = 0;

  constructor(text: string, keys: KeyJudge, mark: Mark, report: Report) {
    this.text = text;
    this.keys = keys;
    this.mark = mark;
    this.#report = report;
  }

  /** How far the text is settled: nothing before is looked at again. */
  get done(): number {
    return this.#done;
  }

  /** Where a value of this kind ends that begins at `from`, looked for once only. */
  extent(kind: string, from: number, find: () => number): number {
    const known = this.#extents.get(kind);
    if (known !== undefined && from >= known[0] && from < known[1]) return known[1];
    const end = find();
    this.#extents.set(kind, [from, end]);
    return end;
  }

  /** Whether a rule has looked at this place already, as part of something longer. */
  isLookedAt(rule: string, at: number): boolean {
    return at < (this.#extents.get(rule)?.[1] ?? 0);
  }

  /** Notes how far a rule has looked in vain. */
  lookedUntil(rule: string, end: number): void {
    this.#extents.set(rule, [0, end]);
  }

  /** Replaces a part of the text, unless it is empty, settled or a mark. Answers where it ends. */
  redact(rule: string, start: number, end: number): number {
    if (start >= end || start < this.#done) return end;
    const marked = this.mark.endOf(this.text, start);
    if (marked !== -1) return Math.max(marked, end);
    this.#report(rule);
    this.#written += this.text.slice(this.#done, start) + this.mark.write(rule, this.text.slice(start, end));
    this.#done = end;
    return end;
  }

  /** The text as it now is, of which no more than `length` characters were kept; what was found across that cut is redacted whole. */
  upTo(length: number): string {
    return this.#done >= length ? this.#written : this.#written + this.text.slice(this.#done, length);
  }

  /** The text as it now is: the very same string when nothing was found. */
  result(): string {
    return this.#done === 0 ? this.text : this.#written + this.text.slice(this.#done);
  }
}
