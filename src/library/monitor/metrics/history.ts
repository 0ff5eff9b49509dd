import type { LabelSet } from './labels.ts';

/** One recorded value. */
export interface HistoryEntry {
  /** The recorded value: for a counter the added amount, not its total. */
  readonly value: number;
  readonly timestamp: Date;
  readonly labels: LabelSet;
}

/** The latest recorded values of a metric. */
export class History {
  readonly #limit: number;
  readonly #values: number[] = [];
  readonly #times: number[] = [];
  readonly #labels: LabelSet[] = [];
  /** Index of the oldest entry once the history is full. */
  #oldest = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(value: number, millis: number, labels: LabelSet): void {
    if (this.#values.length < this.#limit) {
      this.#values.push(value);
      this.#times.push(millis);
      this.#labels.push(labels);
    } else if (this.#limit > 0) {
      const place = this.#oldest;
      this.#values[place] = value;
      this.#times[place] = millis;
      this.#labels[place] = labels;
      this.#oldest = place + 1 === this.#limit ? 0 : place + 1;
    }
  }

  /** Oldest first. */
  entries(): HistoryEntry[] {
    const all = this.#values.map((value, place) => ({
      value,
      timestamp: new Date(this.#times[place] ?? 0),
      labels: { ...this.#labels[place] },
    }));
    return [...all.slice(this.#oldest), ...all.slice(0, this.#oldest)];
  }
}
