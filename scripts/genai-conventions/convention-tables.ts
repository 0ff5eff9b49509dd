import { GENERATIONS, type Generation, type MetricDefinition } from '../../src/foundation/semconv/tables/definition.ts';
import {
  type AttributeDefinition,
  callAttributes,
  callMetrics,
  type EventDefinition,
  flowAttributes,
  flowMetrics,
  genAiAttributes,
  genAiEvents,
  genAiMetrics,
  l0Attributes,
  l0Metrics,
  sessionAttributes,
  sessionEvents,
  sessionMetrics,
} from '../../src/public/semconv.ts';
import { code, renderTable } from '../variable-table/markdown-table.ts';

type Rows<T> = Readonly<Record<string, T>>;

/** All names of otelier/semconv, as the page has them: those of gen_ai with their generations side by side. */
export function renderConventions(): string {
  return [
    '## Attributes of gen_ai',
    genAiTable(genAiAttributes, ({ type, unit }: AttributeDefinition) => [type, code(unit ?? '')], ['type', 'unit']),
    '## Metrics of gen_ai',
    genAiTable(genAiMetrics, ({ instrument, unit }: MetricDefinition) => [instrument, code(unit)], [
      'instrument',
      'unit',
    ]),
    '## Events of gen_ai',
    genAiTable(genAiEvents, () => [], []),
    '## Buckets of gen_ai',
    bucketTable(),
    '## Attributes of our own',
    ownAttributes({ ...l0Attributes, ...callAttributes, ...flowAttributes, ...sessionAttributes }),
    '## Metrics of our own',
    ownMetrics({ ...l0Metrics, ...flowMetrics, ...sessionMetrics, ...callMetrics }),
    '## Events of our own',
    renderTable(
      ['name', 'meaning'],
      rowsOf<EventDefinition>(sessionEvents).map(([name, { description }]) => [code(name), description]),
    ),
  ].join('\n\n');
}

const rowsOf = <T>(table: Rows<T>): readonly (readonly [string, T])[] => Object.entries(table);

interface Row {
  readonly description: string;
  readonly generations?: readonly Generation[];
}

function genAiTable<T extends Row>(
  table: Rows<T>,
  cells: (row: T) => readonly string[],
  headers: readonly string[],
): string {
  const rows = rowsOf(table).map(([name, row]) => [
    code(name),
    ...GENERATIONS.map((generation) => mark(name, row, generation)),
    ...cells(row),
    row.description,
  ]);
  return renderTable(['name', ...GENERATIONS, ...headers, 'meaning'], rows);
}

/** `gen_ai.system` is in the default for the sake of others. */
function mark(name: string, { generations = [] }: Row, generation: Generation): string {
  if (generations.includes(generation)) return 'x';
  return name === 'gen_ai.system' && generation === 'v1.41' ? '(x)' : '';
}

function bucketTable(): string {
  const byBuckets = new Map<string, string[]>();
  for (const [name, { buckets }] of rowsOf<MetricDefinition>(genAiMetrics))
    if (buckets !== undefined)
      byBuckets.set(buckets.join(', '), [...(byBuckets.get(buckets.join(', ')) ?? []), code(name)]);
  return renderTable(
    ['buckets', 'of'],
    [...byBuckets].map(([buckets, names]) => [buckets, names.join(', ')]),
  );
}

function ownAttributes(table: Rows<AttributeDefinition>): string {
  const rows = rowsOf(table).map(([name, { type, unit, stability, description }]) => [
    code(name),
    type,
    code(unit ?? ''),
    stability,
    description,
  ]);
  return renderTable(['name', 'type', 'unit', 'stability', 'meaning'], rows);
}

function ownMetrics(table: Rows<MetricDefinition>): string {
  const rows = rowsOf(table).map(([name, { instrument, unit, stability, attributes, description }]) => [
    code(name),
    instrument,
    code(unit),
    attributes.map(code).join(' '),
    stability,
    description,
  ]);
  return renderTable(['name', 'instrument', 'unit', 'attributes', 'stability', 'meaning'], rows);
}
