import type { AttributeDefinition, AttributeType, MetricDefinition } from './definition.ts';

type AttributeRest = Partial<Omit<AttributeDefinition, 'type' | 'description'>>;
type AttributeOf = (description: string, rest?: AttributeRest) => AttributeDefinition;

const attributeOf =
  (type: AttributeType): AttributeOf =>
  (description, rest = {}) => ({ type, description, stability: 'development', ...rest });

/** Rows of a table of attributes, by type; `development` unless they say otherwise. */
export const string = attributeOf('string');
export const strings = attributeOf('string[]');
export const int = attributeOf('int');
export const double = attributeOf('double');
export const bool = attributeOf('boolean');
export const any = attributeOf('any');

/** `gen_ai.request.top_k` -> `GEN_AI_REQUEST_TOP_K` */
type Screaming<Name extends string> = Name extends `${infer Head}.${infer Tail}`
  ? `${Uppercase<Head>}_${Screaming<Tail>}`
  : Uppercase<Name>;

/** The key of a name's constant: the name without the prefix, in capitals. */
export type ConstantName<Prefix extends string, Name extends string> = Name extends `${Prefix}.${infer Rest}`
  ? Screaming<Rest>
  : Screaming<Name>;

/** The names of a table as constants: `{ REQUEST_MODEL: 'gen_ai.request.model', … }`. */
export type Constants<Prefix extends string, Table> = {
  readonly [Name in keyof Table & string as ConstantName<Prefix, Name>]: Name;
};

/** Derives the constants of a table from the names in it, without their prefix. */
export function constantsOf<const Prefix extends string, const Table extends object>(
  prefix: Prefix,
  table: Table,
): Constants<Prefix, Table> {
  const entries = Object.keys(table).map((name) => {
    const rest = name.startsWith(`${prefix}.`) ? name.slice(prefix.length + 1) : name;
    return [rest.replaceAll('.', '_').toUpperCase(), name];
  });
  return Object.freeze(Object.fromEntries(entries));
}

type MetricRest = Partial<Pick<MetricDefinition, 'stability' | 'generations' | 'buckets' | 'attributes'>>;
type MetricRow = Omit<MetricDefinition, 'name'>;

const metricOf =
  (instrument: MetricDefinition['instrument']) =>
  (unit: string, description: string, rest: MetricRest = {}): MetricRow => ({
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
