import { posix } from 'node:path';
import { EXCUSED_ROOMS, findBannedWords } from './words.ts';

/** File from the root -> its text. */
export type Sources = Readonly<Record<string, string>>;
/** Returns one line for each violation. */
export type Rule = (sources: Sources) => readonly string[];

/** The rooms of each wing, lowest wing first: a wing may import the wings before it. */
export const PLAN = {
  foundation: ['configuration', 'diagnostics', 'log-lines', 'prometheus', 'redaction', 'semconv'],
  pipeline: ['delivery', 'encoding', 'exporters', 'processors', 'resource', 'sampling', 'spans'],
  library: ['flow', 'genai', 'logs', 'monitor'],
  distribution: ['instrumentation', 'lifecycle', 'providers', 'start'],
  tools: ['cli', 'receiver', 'viewer'],
} as const;

type Wing = keyof typeof PLAN;

const MAY_IMPORT: Readonly<Record<Wing | 'public' | '', readonly string[]>> = {
  foundation: [],
  pipeline: ['foundation'],
  library: ['foundation', 'pipeline'],
  distribution: ['foundation', 'pipeline', 'library'],
  tools: ['foundation', 'pipeline', 'library'],
  public: ['foundation', 'pipeline', 'library', 'distribution'],
  // register.ts, at the top of the repository
  '': ['foundation', 'distribution'],
};
/** Applications may use these wings with the SDK of another distribution, so they know the API alone. */
const BUILT_ON_THE_API: readonly string[] = ['foundation', 'library'];
const HEAVY = /grpc|exporter-(jaeger|zipkin|prometheus)|\/sdk-node|resource-detector-|\/instrumentation-/;
const MAX_FILES_IN_A_FOLDER = 20;

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
const folderOf = (file: string): string => posix.dirname(file);
/** `''`: outside of src/; `undefined`: no wing of the plan. */
const wingOf = (file: string): keyof typeof MAY_IMPORT | undefined => {
  const wing = /^src\/([^/]+)\//.exec(file)?.[1] ?? (file.startsWith('src/') ? undefined : '');
  return wing !== undefined && wing in MAY_IMPORT ? (wing as keyof typeof MAY_IMPORT) : undefined;
};
const roomOf = (file: string): string => file.split('/').slice(1, 3).join('/');
const isPlanned = (file: string): boolean => {
  const [, wing = '', room = '', ...inside] = file.split('/');
  if (file === 'register.ts') return true;
  if (wing === 'public') return inside.length === 0 && room.endsWith('.ts');
  return inside.length > 0 && wing in PLAN && (PLAN[wing as Wing] as readonly string[]).includes(room);
};

/** The rooms of the plan that have no file. */
export const emptyRooms = (sources: Sources): readonly string[] => {
  const rooms = new Set(Object.keys(sources).map(roomOf));
  const planned = Object.entries(PLAN).flatMap(([wing, names]) => names.map((room) => `${wing}/${room}`));
  return planned.filter((room) => !rooms.has(room));
};

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
  (violation: (found: Import) => boolean, message: string): Rule =>
  (sources) =>
    importsOf(sources).flatMap((found) =>
      violation(found) ? [`${found.from} -> ${found.specifier}: ${message}`] : [],
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

/** Two folders that import each other are one room with a wall in the wrong place. */
const foldersImportEachOther: Rule = (sources) => {
  const arrows = new Map<string, string>();
  for (const { from, file } of importsOf(sources))
    if (file && folderOf(file) !== folderOf(from)) arrows.set(`${folderOf(from)} -> ${folderOf(file)}`, from);
  return [...arrows].flatMap(([arrow, from]) => {
    const [a = '', b = ''] = arrow.split(' -> ');
    return a < b && arrows.has(`${b} -> ${a}`) ? [`${a} <-> ${b}: import each other, e.g. in ${from}`] : [];
  });
};

const hasFullFolder: Rule = (sources) =>
  [...Map.groupBy(Object.keys(sources), folderOf)].flatMap(([folder, files]) =>
    files.length > MAX_FILES_IN_A_FOLDER ? [`${folder}: ${files.length} files`] : [],
  );

/** The subpaths of public/ are named like the rooms they export, and so are left out. */
const hasNameTwice: Rule = (sources) => {
  const files = Object.keys(sources).filter((file) => wingOf(file) !== 'public' && file !== 'register.ts');
  return [...Map.groupBy(files, (file) => posix.basename(file))].flatMap(([name, found]) =>
    found.length > 1 ? [`${name}: ${found.join(', ')}`] : [],
  );
};

/** Exported names that already have two meanings. The list only shrinks. */
const EXCUSED_NAMES: readonly string[] = ['text', 'oneOf', 'LOG_LEVELS', 'FAILED', 'MetricDefinition', 'judgeAnswer'];
const DECLARATION =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:const|let|function\*?|class|interface|type|enum) (\w+)/gm;

/** A name means one thing in the whole house, so that a reader who finds it does not have to look at its import. */
const hasMeaningTwice: Rule = (sources) => {
  const declared = codeOf(sources)
    .filter(([file]) => wingOf(file) !== 'public')
    .flatMap(([file, code]) =>
      [...new Set([...code.matchAll(DECLARATION)].map(([, name = '']) => name))].map((name) => ({ name, file })),
    );
  return [...Map.groupBy(declared, ({ name }) => name)].flatMap(([name, found]) =>
    found.length > 1 && !EXCUSED_NAMES.includes(name) ? [`${name}: ${found.map(({ file }) => file).join(', ')}`] : [],
  );
};

const saysBannedWords: Rule = (sources) =>
  Object.entries(sources).flatMap(([file, text]) =>
    EXCUSED_ROOMS.includes(roomOf(file)) ? [] : findBannedWords(text).map((found) => `${file}:${found}`),
  );

/** Room -> how many banned words it has, of rooms that have some. */
export const bannedWordsPerRoom = (sources: Sources): ReadonlyMap<string, number> => {
  const found = Object.entries(sources).flatMap(([file, text]) => findBannedWords(text).map(() => roomOf(file)));
  return new Map([...Map.groupBy(found, (room) => room)].map(([room, { length }]) => [room, length] as const).sort());
};

const isHeavy = (specifier: string): boolean => !specifier.startsWith('.') && HEAVY.test(specifier);

/** What starting loads: the static imports from start.ts on. */
const loadsHeavy: Rule = (sources) => {
  const edges = Map.groupBy(importsOf(sources), ({ from }) => from);
  const reached = new Set(['src/distribution/start/start.ts']);
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
  'every file is in a room of the plan': eachFile((file) => !isPlanned(file), 'its room is not in the plan'),
  'imports point downwards': eachImport(({ from, file }) => {
    if (file === undefined) return false;
    const [wing, target] = [wingOf(from), wingOf(file)];
    if (target === '' || target === undefined || wing === undefined) return true;
    return wing !== target && !MAY_IMPORT[wing].includes(target);
  }, 'this wing may not import that one'),
  'no import cycles, not even of types': hasCycle,
  'no two folders import each other': foldersImportEachOther,
  'the wings of the API know no SDK, but for its types': eachImport(
    ({ from, kind, specifier }) =>
      BUILT_ON_THE_API.includes(wingOf(from) ?? '') &&
      kind !== 'type' &&
      /^@opentelemetry\/(?!(api|semantic-conventions)$)/.test(specifier),
    'this wing stands on @opentelemetry/api alone',
  ),
  'heavy packages load on demand': loadsHeavy,
  'what loads on demand is a literal, so that the build finds it': eachFile(
    (_, code) =>
      /\bcreateRequire\(/.test(code.replaceAll(/^const load = createRequire\(import\.meta\.url\);$/gm, '')) ||
      /(?<![.#\w])(?:load|require)\(\s*[^'\s)]/.test(code) ||
      /\bimport\(\s*[^'\s)]/.test(code),
    "expected `const load = createRequire(import.meta.url)` and load('…')",
  ),
  'only configuration/ reads the environment': eachFile(
    (file, code) => roomOf(file) !== 'foundation/configuration' && ENVIRONMENT.test(code),
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
  'no two files have the same name': hasNameTwice,
  'exported names have one meaning': hasMeaningTwice,
  'words are those of the field': saysBannedWords,
  'at most two levels of folders below a wing': eachFile((file) => file.split('/').length > 5, 'too deep'),
  'at most 20 files in a folder': hasFullFolder,
  'exports are named': eachFile((_, code) => /^export\s+\*/m.test(code), 'export *'),
  'relative imports end in .ts': eachImport(({ file }) => file !== undefined && !file.endsWith('.ts'), 'expected .ts'),
};
