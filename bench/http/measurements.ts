/** One run of one program under one subject. */
export interface Measurement {
  /** CPU time of the process for a request: lower quartile of windows of 1,000 requests. */
  readonly micros: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p99: number;
  readonly megabytes: number;
}

const HEADER = ['', 'CPU us', 'added', 'x best peer', 'requests/s', 'p99 ms', 'RSS MB', 'added'];

/** The best of the rounds of each subject. The first subject is bare Node; those whose name does not begin with otelier are peers. */
export function renderMeasurements(measured: ReadonlyMap<string, readonly Measurement[]>): string {
  const rows = [...measured].map(([name, rounds]) => ({ name, ...best(rounds) }));
  const [bare, ...others] = rows;
  if (bare === undefined) throw new Error('expected at least one subject');
  const peers = others.filter(({ name }) => !name.startsWith('otelier'));
  const bestPeer = Math.min(...peers.map(({ micros }) => micros - bare.micros));
  const lines = rows.map((row) => {
    const added = row.micros - bare.micros;
    return [
      row.name,
      row.micros.toFixed(1),
      row === bare ? '' : `+${added.toFixed(1)}`,
      row === bare || peers.length === 0 ? '' : (added / bestPeer).toFixed(2),
      row.perSecond.toFixed(0),
      row.p99.toFixed(1),
      row.megabytes.toFixed(0),
      row === bare ? '' : `+${(row.megabytes - bare.megabytes).toFixed(0)}`,
    ];
  });
  return align([HEADER, ...lines]);
}

function best(rounds: readonly Measurement[]): Measurement {
  const least = (key: keyof Measurement): number => Math.min(...rounds.map((round) => round[key]));
  const perSecond = Math.max(...rounds.map((round) => round.perSecond));
  return { micros: least('micros'), perSecond, p99: least('p99'), megabytes: least('megabytes') };
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const pad = (cell: string, i: number): string =>
    i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0);
  return rows.map((row) => row.map(pad).join('  ')).join('\n');
}
