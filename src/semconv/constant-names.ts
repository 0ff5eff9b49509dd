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
