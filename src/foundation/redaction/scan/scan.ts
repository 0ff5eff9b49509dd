import type { Placeholder } from './placeholder.ts';
import type { TextView } from './text-view.ts';

/** Called with the rule's name on each redaction. */
export type Report = (rule: string) => void;

/** Decides which names are those of secrets; `undefined` when a name says nothing. */
export interface NameJudge {
  judge(name: string): NameVerdict | undefined;
}

export interface NameVerdict {
  readonly rule: string;
  /**
   * How much a value must look like a secret: `any` value, one that is `likely`, `random` characters, a number of some `digits`, an id (`uuid`), a
   * likely one in a URL (`query`), or only what other rules find `inside`.
   */
  readonly needs: 'any' | 'likely' | 'random' | 'uuid' | 'query' | 'digits' | 'inside';
}

/** Looks at the text around a keyword. Returns where to continue, or -1 when it found nothing. */
export type Matcher = (scan: Scan, start: number, end: number) => number;

interface Edit {
  readonly rule: string;
  readonly start: number;
  end: number;
}

const MAX_REPEATED = 16;
const MIN_REPEATED_LENGTH = 8;
const MAX_REPEATED_LENGTH = 1_024;

/** One text on its way through the rules: what was found so far, and what the rules remember in order never to look at one place twice. */
export class Scan {
  readonly text: string;
  readonly names: NameJudge;
  readonly placeholder: Placeholder;
  readonly #report: Report;
  readonly #edits: Edit[] = [];
  /** Where the last name that was looked at ends. */
  nameEnd = 0;
  /** Where the last run of characters that was no token ends. */
  runEnd = 0;
  /** No `-----END` from here on. */
  isWithoutPemEnd = false;
  /** The command whose short flags carry passwords, and where it was seen. */
  tool: { readonly name: string; readonly at: number } | undefined;
  /** Where values that were looked at end, by kind: what begins inside one ends with it. */
  readonly #extents = new Map<string, readonly [from: number, end: number]>();
  readonly #facts = new Map<string, boolean>();
  #done = 0;
  #isOrdered = true;

  constructor(text: string, names: NameJudge, placeholder: Placeholder, report: Report) {
    this.text = text;
    this.names = names;
    this.placeholder = placeholder;
    this.#report = report;
  }

  /** Everything before this place is decided. */
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

  /** Whether the whole text matches, tested once. */
  has(pattern: RegExp): boolean {
    let known = this.#facts.get(pattern.source);
    if (known === undefined) {
      known = pattern.test(this.text);
      this.#facts.set(pattern.source, known);
    }
    return known;
  }

  /** Marks a part of the text as a secret, unless it is empty, decided or a placeholder. Returns where it ends. */
  redact(rule: string, start: number, end: number): number {
    if (start >= end || start < this.#done) return end;
    const replaced = this.placeholder.endOf(this.text, start);
    if (replaced !== -1) return Math.max(replaced, end);
    this.#edits.push({ rule, start, end });
    this.#done = end;
    return end;
  }

  /** The same for a part before or behind the place that the scan has reached: that place stays where it is. */
  redactAside(rule: string, start: number, end: number): void {
    if (start >= end || this.placeholder.endOf(this.text, start) !== -1) return;
    this.#edits.push({ rule, start, end });
    this.#isOrdered = false;
  }

  /** Whether nothing was found. */
  get isClean(): boolean {
    return this.#edits.length === 0;
  }

  /**
   * The text without its secrets: the very same string when nothing was found. `view` leads from the scanned text back to its original, of which no
   * more than `maxLength` characters are kept; a secret across that cut is replaced as a whole.
   */
  finish(original = this.text, view?: TextView, maxLength = Number.POSITIVE_INFINITY): string {
    if (this.#edits.length === 0) return maxLength < original.length ? original.slice(0, maxLength) : original;
    let written = '';
    let done = 0;
    for (const { rule, start, end } of this.#merged()) {
      const from = view === undefined ? start : (view.starts[start] as number);
      if (from >= maxLength) break;
      written += original.slice(done, from) + this.placeholder.write(rule, this.text.slice(start, end));
      this.#report(rule);
      done = view === undefined ? end : (view.ends[end - 1] as number);
    }
    return done >= maxLength ? written : written + original.slice(done, maxLength);
  }

  /** The edits in order, without overlaps, and with those of repeated secrets. */
  #merged(): readonly Edit[] {
    const ordered = this.#isOrdered ? this.#edits : withoutOverlaps(this.#edits);
    const repeated = this.#repeated(ordered);
    return repeated.length === 0 ? ordered : withoutOverlaps([...ordered, ...repeated]);
  }

  /** A secret that was found by its name often stands elsewhere in the same text without it. */
  #repeated(ordered: readonly Edit[]): readonly Edit[] {
    const { text } = this;
    const known = new Map<string, string>();
    for (const { rule, start, end } of ordered) {
      if (known.size >= MAX_REPEATED) break;
      if (end - start < MIN_REPEATED_LENGTH || end - start > MAX_REPEATED_LENGTH) continue;
      const secret = text.slice(start, end);
      if (/\d/.test(secret) && /[A-Za-z]/.test(secret) && !/\s/.test(secret)) known.set(secret, rule);
    }
    const found: Edit[] = [];
    for (const [secret, rule] of known) {
      let next = 0;
      for (let start = text.indexOf(secret); start !== -1; start = text.indexOf(secret, start + secret.length)) {
        const end = start + secret.length;
        while (next < ordered.length && (ordered[next] as Edit).end <= start) next++;
        if (next === ordered.length || (ordered[next] as Edit).start >= end) found.push({ rule, start, end });
      }
    }
    return found;
  }
}

function withoutOverlaps(edits: readonly Edit[]): readonly Edit[] {
  const merged: Edit[] = [];
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last === undefined || edit.start >= last.end) merged.push({ ...edit });
    else if (edit.end > last.end) last.end = edit.end;
  }
  return merged;
}
