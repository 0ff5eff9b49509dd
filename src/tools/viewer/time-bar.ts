/** The time line of a trace, drawn in a fixed number of columns. */
export class TimeBar {
  readonly #start: bigint;
  readonly #length: number;
  readonly #width: number;

  /** Times are nanoseconds since the epoch. */
  constructor(start: bigint, end: bigint, width: number) {
    this.#start = start;
    this.#length = Math.max(1, Number(end - start));
    this.#width = width;
  }

  /** The time range of a span: `   ━━━━╸  `. Even the shortest span is visible. */
  span(start: bigint, end: bigint): string {
    // Half columns: a full one is ━, halves are ╺ and ╸.
    const from = Math.min(this.#halfColumns(start), this.#width * 2 - 1);
    const to = Math.max(this.#halfColumns(end), from + 1);
    const cells = Array.from({ length: this.#width }, (_, index) =>
      cell(from <= index * 2, from <= index * 2 + 1, to - index * 2),
    );
    return cells.join('');
  }

  /** A moment: `     ·    `. */
  moment(time: bigint): string {
    const column = Math.min(Math.floor(this.#halfColumns(time) / 2), this.#width - 1);
    return `${' '.repeat(column)}·${' '.repeat(this.#width - column - 1)}`;
  }

  #halfColumns(time: bigint): number {
    const share = Number(time - this.#start) / this.#length;
    return Math.round(Math.min(1, Math.max(0, share)) * this.#width * 2);
  }
}

function cell(leftStarted: boolean, rightStarted: boolean, untilEnd: number): string {
  const left = leftStarted && untilEnd >= 1;
  const right = rightStarted && untilEnd >= 2;
  if (left && right) return '━';
  if (left) return '╸';
  return right ? '╺' : ' ';
}
