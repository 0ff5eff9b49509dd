import type { MetricDefinition } from './definition.ts';

type Rest = Partial<Pick<MetricDefinition, 'stability' | 'generations' | 'buckets' | 'attributes'>>;
type MetricRow = Omit<MetricDefinition, 'name'>;

const metricOf =
  (instrument: MetricDefinition['instrument']) =>
  (unit: string, description: string, rest: Rest = {}): MetricRow => ({
    instrument,
    unit,
    description,
    stability: 'development',
    attributes: [],
    ...rest,
  });

/** Rows of a table of metrics, by instrument; `development` and without attributes unless they say otherwise. */
export const counter = metricOf('counter');
export const upDownCounter = metricOf('updowncounter');
export const gauge = metricOf('gauge');
export const histogram = metricOf('histogram');

/** Writes the key of each row into it. */
export function named<const Table extends Readonly<Record<string, MetricRow>>>(
  table: Table,
): { readonly [Name in keyof Table]: MetricDefinition } {
  const entries = Object.entries(table).map(([name, row]) => [name, { name, ...row }]);
  return Object.fromEntries(entries) as { [Name in keyof Table]: MetricDefinition };
}
