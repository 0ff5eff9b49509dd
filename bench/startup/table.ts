export interface Sample {
  /** From the start of the process until the first line of the application. */
  readonly firstLineMillis: number;
  /** Until the process is over. */
  readonly wholeMillis: number;
  readonly megabytes: number;
}

/** What each subject takes more than the first one, and how many times what the second one, otelier, takes more. */
export function renderTable(samples: ReadonlyMap<string, readonly Sample[]>): string {
  const rows = [...samples].map(([name, list]) => ({
    name,
    median: reduce(list, median),
    minimum: reduce(list, minimum),
  }));
  const [bare, ours] = rows;
  if (bare === undefined || ours === undefined) throw new Error('expected at least two subjects');
  const base = (row: typeof bare): number => row.median.firstLineMillis - bare.median.firstLineMillis;
  const header = ['', 'first line ms', 'over bare', 'x otelier', 'whole ms', 'over bare', 'RSS MB', 'over bare'];
  const lines = rows.map((row) => [
    row.name,
    `${row.median.firstLineMillis.toFixed(0)} (${row.minimum.firstLineMillis.toFixed(0)})`,
    `${over(row, bare, 'median', 'firstLineMillis')} (${over(row, bare, 'minimum', 'firstLineMillis')})`,
    row === bare ? '' : (base(row) / base(ours)).toFixed(1),
    `${row.median.wholeMillis.toFixed(0)} (${row.minimum.wholeMillis.toFixed(0)})`,
    `${over(row, bare, 'median', 'wholeMillis')} (${over(row, bare, 'minimum', 'wholeMillis')})`,
    row.median.megabytes.toFixed(0),
    over(row, bare, 'median', 'megabytes'),
  ]);
  return align([header, ...lines]);
}

type Row = Readonly<Record<'median' | 'minimum', Sample>>;

const over = (row: Row, bare: Row, kind: keyof Row, key: keyof Sample): string =>
  `+${(row[kind][key] - bare[kind][key]).toFixed(1)}`;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const minimum = (values: readonly number[]): number => Math.min(...values);

function reduce(list: readonly Sample[], of: (values: readonly number[]) => number): Sample {
  const each = (key: keyof Sample): number => of(list.map((sample) => sample[key]));
  return {
    firstLineMillis: each('firstLineMillis'),
    wholeMillis: each('wholeMillis'),
    megabytes: each('megabytes'),
  };
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
    )
    .join('\n');
}
