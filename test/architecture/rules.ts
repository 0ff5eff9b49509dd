import { posix } from 'node:path';

/** File from the root -> its text. */
export type Sources = Readonly<Record<string, string>>;
/** Answers each violation in a line. */
export type Rule = (sources: Sources) => readonly string[];

const LEAVES = ['semconv', 'redaction', 'diagnostics'];
const SIBLINGS = ['resource', 'sampling', 'processors', 'exporters', 'logs'];
/** Lowest first: a room may import the rooms before its own group. */
const RANKS = [LEAVES, ['monitor'], ['configuration'], SIBLINGS, ['sdk'], ['instrumentation']];
const RUNTIME = RANKS.flat();
const APPLICATION_WING = ['genai', 'flow', 'health', 'alerts'];

/** What each room, and each file outside of one, may import beside itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(RANKS.flatMap((rooms, rank) => rooms.map((room) => [room, RANKS.slice(0, rank).flat()]))),
  instrumentation: [...RANKS.slice(0, -1).flat(), 'genai'],
  ...Object.fromEntries(APPLICATION_WING.map((room) => [room, [...LEAVES, 'monitor', 'configuration', 'exporters']])),
  dashboards: LEAVES,
  receiver: LEAVES,
  viewer: [...LEAVES, 'receiver'],
  testing: [...LEAVES, 'receiver'],
  cli: [...LEAVES, 'configuration', 'receiver', 'viewer', 'dashboards'],
  'src/start-options.ts': RUNTIME,
  'src/signals.ts': [...RUNTIME, 'src/start-options.ts'],
  'src/start.ts': [...RUNTIME, ...APPLICATION_WING, 'src/start-options.ts', 'src/signals.ts'],
  'src/index.ts': [...RUNTIME, ...APPLICATION_WING, 'src/start-options.ts', 'src/start.ts'],
  'src/logs.ts': ['logs', 'processors'],
  'src/genai.ts': ['genai'],
  'src/disabled-propagation.ts': RUNTIME,
  'src/redaction.ts': ['redaction', 'processors'],
  'src/semconv.ts': ['semconv'],
  'register.ts': ['src/start.ts', 'src/disabled-propagation.ts', 'configuration'],
};
const BUILT_ON_THE_API = [...LEAVES, 'monitor', ...APPLICATION_WING];
const HEAVY = /grpc|exporter-(jaeger|zipkin|prometheus)|\/sdk-node|resource-detector-|\/instrumentation-/;

interface Import {
  readonly from: string;
  readonly specifier: string;
  /** The file from the root; undefined for a package. */
  readonly file: string | undefined;
  readonly kind: 'static' | 'type' | 'lazy';
}

const FORMS: readonly (readonly [Import['kind'], RegExp])[] = [
  // `import { type X }` is a static import all the same: what is left of it after type stripping is `import {}`.
  ['static', /^(?:import|export)\s(?!type\s)[^'();]*?\bfrom\s*'([^']+)'/gm],
  ['static', /^import\s*'([^']+)'/gm],
  ['type', /^(?:import|export)\stype\s[^'();]*?\bfrom\s*'([^']+)'/gm],
  ['type', /\btypeof import\(\s*'([^']+)'/g],
  ['lazy', /(?<!\btypeof )\bimport\(\s*'([^']+)'/g],
  ['lazy', /\b(?:load|require)(?:\.resolve)?\(\s*'([^']+)'/g],
];

const withoutComments = (text: string): string => text.replace(/^\s*\/\*.*?\*\/|(?<=^|\s)\/\/.*?$/gms, '');
const codeOf = (sources: Sources): (readonly [string, string])[] =>
  Object.entries(sources).map(([file, text]) => [file, withoutComments(text)]);
const roomOf = (file: string): string => (file in MAY_IMPORT ? file : (/^src\/([^/]+)\//.exec(file)?.[1] ?? file));

export function importsOf(sources: Sources): readonly Import[] {
  const resolve = (from: string, specifier: string): string | undefined =>
    specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : undefined;
  return codeOf(sources).flatMap(([from, code]) =>
    FORMS.flatMap(([kind, form]) =>
      [...code.matchAll(form)].map(([, specifier = '']) => ({ from, kind, specifier, file: resolve(from, specifier) })),
    ),
  );
}

/** A rule about each file's name or code by itself. */
const eachFile =
  (violation: (file: string, code: string) => boolean, message: string): Rule =>
  (sources) =>
    codeOf(sources).flatMap(([file, code]) => (violation(file, code) ? [`${file}: ${message}`] : []));

/** A rule about each import by itself. */
const eachImport =
  (violation: (found: Import, room: string) => boolean, message: string): Rule =>
  (sources) =>
    importsOf(sources).flatMap((found) =>
      violation(found, roomOf(found.from)) ? [`${found.from} -> ${found.specifier}: ${message}`] : [],
    );

const hasCycle: Rule = (sources) => {
  const edges = Map.groupBy(importsOf(sources), ({ from }) => from);
  const seen = new Set<string>();
  const visit = (file: string, trail: readonly string[]): readonly string[] => {
    if (trail.includes(file)) return [[...trail.slice(trail.indexOf(file)), file].join(' -> ')];
    if (seen.has(file)) return [];
    seen.add(file);
    return (edges.get(file) ?? []).flatMap((found) => (found.file ? visit(found.file, [...trail, file]) : []));
  };
  return Object.keys(sources).flatMap((file) => visit(file, []));
};

const isHeavy = (specifier: string): boolean => !specifier.startsWith('.') && HEAVY.test(specifier);

/** What starting loads: the static imports from start.ts on. */
const loadsHeavy: Rule = (sources) => {
  const edges = Map.groupBy(importsOf(sources), ({ from }) => from);
  const reached = new Set(['src/start.ts']);
  for (const file of reached)
    for (const found of edges.get(file) ?? []) if (found.kind === 'static' && found.file) reached.add(found.file);
  const heavy = eachImport(
    ({ from, kind, specifier }) => kind === 'static' && reached.has(from) && isHeavy(specifier),
    'expected to load on demand',
  );
  return heavy(sources);
};

const ENVIRONMENT =
  /\bprocess\s*(\?\.|\.)\s*env\b|\bprocess\s*(\?\.)?\[|\{[^{}]*\benv\b[^{}]*\}\s*=\s*process\b|from 'node:process'/;
const WRITES =
  /\bdelete\s+process\.env|\bprocess\.env(\.\w+|\[[^\]]+\])?\s*(=(?!=)|\?\?=|\|\|=|&&=|\+=)|\.(assign|defineProperty|deleteProperty|set)\(\s*process\.env|\bloadEnvFile\b/;

export const RULES: Readonly<Record<string, Rule>> = {
  'every room is in the plan': eachFile((file) => !(roomOf(file) in MAY_IMPORT), 'its room is not in the plan'),
  'imports point downwards': eachImport(
    ({ file }, room) => file !== undefined && roomOf(file) !== room && !MAY_IMPORT[room]?.includes(roomOf(file)),
    'this room may not import that one',
  ),
  'no import cycles, not even of types': hasCycle,
  'rooms of the API know no SDK, but for its types': eachImport(
    ({ kind, specifier }, room) =>
      BUILT_ON_THE_API.includes(room) &&
      kind !== 'type' &&
      /^@opentelemetry\/(?!(api|semantic-conventions)$)/.test(specifier),
    'this room stands on @opentelemetry/api alone',
  ),
  'heavy packages load on demand': loadsHeavy,
  'what loads on demand is a literal, so that the build finds it': eachFile(
    (_, code) =>
      /\bcreateRequire\(/.test(code.replaceAll(/^const load = createRequire\(import\.meta\.url\);$/gm, '')) ||
      /\b(?:load|(?<!\.)require)\(\s*[^'\s)]/.test(code) ||
      /\bimport\(\s*[^'\s)]/.test(code),
    "expected `const load = createRequire(import.meta.url)` and load('…')",
  ),
  'only configuration/ reads the environment': eachFile(
    (file, code) => roomOf(file) !== 'configuration' && ENVIRONMENT.test(code),
    'reads process.env',
  ),
  'nobody writes the environment': eachFile((_, code) => WRITES.test(code), 'writes process.env'),
  'names say what is in a file': eachFile(
    (file) => /(^|[-/])(utils?|common|misc|helpers?)([-./]|$)/.test(file),
    'a name that says nothing',
  ),
  'names are in kebab case': eachFile(
    (file) => !/^([a-z\d]+(-[a-z\d]+)*\/)*[a-z\d]+(-[a-z\d]+)*(\.d)?\.ts$/.test(file),
    'expected kebab-case.ts',
  ),
  'one level of folders': eachFile((file) => !/^(src\/([^/]+\/)?)?[^/]+$/.test(file), 'too deep'),
  'exports are named': eachFile((_, code) => /^export\s+\*/m.test(code), 'export *'),
  'relative imports end in .ts': eachImport(({ file }) => file !== undefined && !file.endsWith('.ts'), 'expected .ts'),
};
