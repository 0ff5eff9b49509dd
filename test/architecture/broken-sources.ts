import type { Sources } from './rules.ts';

const DOWN = 'imports point downwards';
const LITERAL = 'what loads on demand is a literal, so that the build finds it';
const READS = 'only configuration/ reads the environment';
const WRITTEN = 'nobody writes the environment';
const EACH_OTHER = 'no two folders import each other';
const FIELD = 'words are those of the field';
const REGISTER = 'register.ts';
const from = (specifier: string): string => `import {\n  a,\n} from '${specifier}';\n`;

const EXPORTER = 'src/pipeline/exporters/a.ts';
const PROVIDER = 'src/distribution/providers/a.ts';
const START = 'src/distribution/start/start.ts';
const PLANNED = 'every file is in a room of the plan';

const many = (count: number): Sources =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`src/pipeline/exporters/a${i}.ts`, '']));

/** Sources that break one rule: its name, the sources, and how the violation begins. */
export const BROKEN: readonly (readonly [string, Sources, string])[] = [
  [PLANNED, { 'src/library/attic/a.ts': '' }, 'src/library/attic/a.ts'],
  [PLANNED, { 'src/attic/genai/a.ts': '' }, 'src/attic/genai/a.ts'],
  [PLANNED, { 'src/library/a.ts': '' }, 'src/library/a.ts'],
  [PLANNED, { 'src/main.ts': '' }, 'src/main.ts'],
  [PLANNED, { 'src/public/genai/a.ts': '' }, 'src/public/genai/a.ts'],
  [DOWN, { [EXPORTER]: from('../../distribution/providers/b.ts') }, `${EXPORTER} -> ../../distribution/providers/b.ts`],
  [DOWN, { [EXPORTER]: "import type { B } from '../../library/genai/b.ts';" }, EXPORTER],
  [DOWN, { [EXPORTER]: "type B = typeof import('../../library/genai/b.ts');" }, EXPORTER],
  [DOWN, { [EXPORTER]: "const b = await import('../../library/genai/b.ts');" }, EXPORTER],
  [DOWN, { [EXPORTER]: "const b = load(\n  '../../library/genai/b.ts',\n);" }, EXPORTER],
  [DOWN, { [EXPORTER]: from('../../public/genai.ts') }, EXPORTER],
  [DOWN, { [EXPORTER]: from('../../../package.json') }, EXPORTER],
  [DOWN, { [EXPORTER]: from('../../../register.ts') }, EXPORTER],
  [
    DOWN,
    { 'src/library/monitor/a.ts': "export { b } from '../../distribution/start/b.ts';" },
    'src/library/monitor/a.ts',
  ],
  [
    DOWN,
    { 'src/foundation/redaction/a.ts': "import '../../pipeline/delivery/b.ts';" },
    'src/foundation/redaction/a.ts',
  ],
  [DOWN, { [START]: from('../../public/index.ts') }, START],
  [DOWN, { [START]: from('../../tools/receiver/b.ts') }, START],
  [DOWN, { 'src/library/genai/a.ts': from('../../tools/viewer/b.ts') }, 'src/library/genai/a.ts'],
  [DOWN, { 'src/tools/viewer/a.ts': from('../../distribution/start/b.ts') }, 'src/tools/viewer/a.ts'],
  [DOWN, { 'register.ts': from('./src/pipeline/exporters/b.ts') }, 'register.ts'],
  [
    EACH_OTHER,
    {
      'src/pipeline/delivery/a.ts': from('../exporters/b.ts'),
      'src/pipeline/exporters/c.ts': "import type { D } from '../delivery/d.ts';",
    },
    'src/pipeline/delivery <-> src/pipeline/exporters',
  ],
  [
    EACH_OTHER,
    { 'src/library/genai/a.ts': from('./record/b.ts'), 'src/library/genai/record/c.ts': from('../d.ts') },
    'src/library/genai <-> src/library/genai/record',
  ],
  [
    'no import cycles, not even of types',
    {
      [PROVIDER]: from('./b.ts'),
      'src/distribution/providers/b.ts': "import type { A } from './c.ts';",
      'src/distribution/providers/c.ts': from('./a.ts'),
    },
    `${PROVIDER} -> src/distribution/providers/b.ts -> src/distribution/providers/c.ts -> ${PROVIDER}`,
  ],
  [
    'the wings of the API know no SDK, but for its types',
    { 'src/library/genai/a.ts': from('@opentelemetry/sdk-trace') },
    'src/library/genai/a.ts',
  ],
  [
    'heavy packages load on demand',
    {
      [START]: from('../providers/a.ts'),
      [PROVIDER]: from('./b.ts'),
      'src/distribution/providers/b.ts': from('@grpc/grpc-js'),
    },
    'src/distribution/providers/b.ts -> @grpc/grpc-js',
  ],
  ['heavy packages load on demand', { [START]: "import { type A } from '@opentelemetry/sdk-node';" }, START],
  [LITERAL, { [PROVIDER]: 'const b = load(name);' }, PROVIDER],
  [LITERAL, { [PROVIDER]: 'const b = await import(name);' }, PROVIDER],
  [LITERAL, { [PROVIDER]: 'const need = createRequire(import.meta.url);' }, PROVIDER],
  [LITERAL, { [PROVIDER]: "createRequire(import.meta.url)('b');" }, PROVIDER],
  ...['process.env.A', 'const { env } = process;', "process['env']", 'process?.env', from('node:process')].map(
    (code) => [READS, { [PROVIDER]: code }, PROVIDER] as const,
  ),
  ...["process.env['A'] = 'b';", 'process.env.A ??= b;', 'delete process.env.A;', 'Object.assign(process.env, b);'].map(
    (code) => [WRITTEN, { 'src/foundation/configuration/a.ts': code }, 'src/foundation/configuration/a.ts'] as const,
  ),
  ['names say what is in a file', { 'src/distribution/providers/utils.ts': '' }, 'src/distribution/providers/utils.ts'],
  [
    'names say what is in a file',
    { 'src/distribution/providers/span-helpers.ts': '' },
    'src/distribution/providers/span-helpers.ts',
  ],
  ['names are in kebab case', { 'src/distribution/providers/tracerProvider.ts': '' }, 'src/distribution/providers/'],
  ['no two files have the same name', { [EXPORTER]: '', [PROVIDER]: '' }, `a.ts: ${EXPORTER}, ${PROVIDER}`],
  [
    'exported names have one meaning',
    { [EXPORTER]: 'export const open = 1;', [PROVIDER]: 'export async function open() {}' },
    `open: ${EXPORTER}, ${PROVIDER}`,
  ],
  [
    'exported names have one meaning',
    { [EXPORTER]: 'export interface Kind {}', [PROVIDER]: 'export type Kind = 1;' },
    'Kind: ',
  ],
  ...[
    'if (isTold) return;',
    'const tellLeft = 1;',
    'tells();',
    '// The user asked for it.',
    'const asked = 1;',
    '/** Whoever reads this. */',
    'const MAX = LONGEST_TEXT;',
    'const HOW_MOST_ITEMS = 1;',
    'const FEWEST_ITEMS = 1;',
    'const LEAST_BYTES = 1;',
    'class OutletOfSpans {}',
    '// Another one stands for it.',
    '  // What runs first.',
    '/** What runs first. */',
    ' * What runs first.',
  ].map((code) => [FIELD, { [REGISTER]: `\n${code}` }, `${REGISTER}:2: "`] as const),
  [
    'at most two levels of folders below a wing',
    { 'src/library/genai/sentry/scope/a.ts': '' },
    'src/library/genai/sentry/scope/a.ts',
  ],
  ['at most 20 files in a folder', many(21), 'src/pipeline/exporters: 21 files'],
  ['exports are named', { [PROVIDER]: "export * from './b.ts';" }, PROVIDER],
  ['exports are named', { [PROVIDER]: "export * as b from './b.ts';" }, PROVIDER],
  ['relative imports end in .ts', { [PROVIDER]: from('./b.js') }, PROVIDER],
  ['relative imports end in .ts', { [PROVIDER]: from('./b') }, PROVIDER],
];

/** Sources that look forbidden and are not. */
export const ALLOWED: Sources = {
  ...many(18),
  'register.ts': from('./src/distribution/start/start.ts'),
  'src/public/genai.ts': from('../library/genai/observe/c.ts'),
  [START]: `import type { A } from '@opentelemetry/sdk-node';\n${from('../../pipeline/exporters/a.ts')}${from('../../library/monitor/d.ts')}`,
  [EXPORTER]: `// reads process.env\n/** import('../../distribution/b.ts') */\n${from('../../foundation/configuration/e.ts')}const load = createRequire(import.meta.url);\nload('./b.ts') as typeof import('./b.ts');`,
  'src/pipeline/exporters/b.ts': from('@grpc/grpc-js'),
  'src/foundation/configuration/e.ts': "export const a = process.env['A'] === 'b';",
  'src/distribution/instrumentation/f.ts': from('../../library/genai/observe/c.ts'),
  'src/library/genai/observe/c.ts': `${from('../../../pipeline/exporters/a.ts')}import type { B } from '@opentelemetry/sdk-trace';`,
  'src/library/monitor/d.ts': `${from('@opentelemetry/api')}class D {\n  #load(name) {}\n}`,
  'src/tools/cli/g.ts': `${from('../../foundation/configuration/e.ts')}${from('../viewer/h.ts')}`,
  'src/tools/viewer/h.ts': `${from('../receiver/i.ts')}// A masked, intelligent, almost literal teller. This is what MOST means.\nexport const open = 1;`,
  'src/public/logs.ts': 'export const open = 1;',
};
