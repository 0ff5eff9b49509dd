import type { Sources } from './rules.ts';

const DOWN = 'imports point downwards';
const LITERAL = 'what loads on demand is a literal, so that the build finds it';
const READS = 'only configuration/ reads the environment';
const WRITTEN = 'nobody writes the environment';
const from = (specifier: string): string => `import {\n  a,\n} from '${specifier}';\n`;

/** Sources that break one rule: its name, the sources, and how the violation begins. */
export const BROKEN: readonly (readonly [string, Sources, string])[] = [
  ['every room is in the plan', { 'src/attic/a.ts': '' }, 'src/attic/a.ts'],
  ['every room is in the plan', { 'src/main.ts': '' }, 'src/main.ts'],
  [DOWN, { 'src/sdk/a.ts': from('../instrumentation/b.ts') }, 'src/sdk/a.ts -> ../instrumentation/b.ts'],
  [DOWN, { 'src/exporters/a.ts': from('../resource/b.ts') }, 'src/exporters/a.ts'],
  [DOWN, { 'src/exporters/a.ts': "import type { B } from '../sdk/b.ts';" }, 'src/exporters/a.ts'],
  [DOWN, { 'src/exporters/a.ts': "type B = typeof import('../sdk/b.ts');" }, 'src/exporters/a.ts'],
  [DOWN, { 'src/exporters/a.ts': "const b = await import('../sdk/b.ts');" }, 'src/exporters/a.ts'],
  [DOWN, { 'src/exporters/a.ts': "const b = load(\n  '../sdk/b.ts',\n);" }, 'src/exporters/a.ts'],
  [DOWN, { 'src/monitor/a.ts': "export { b } from '../configuration/b.ts';" }, 'src/monitor/a.ts'],
  [DOWN, { 'src/redaction/a.ts': "import '../diagnostics/b.ts';" }, 'src/redaction/a.ts'],
  [DOWN, { 'src/sdk/a.ts': from('../start.ts') }, 'src/sdk/a.ts'],
  [DOWN, { 'src/start-options.ts': from('./start.ts') }, 'src/start-options.ts'],
  [DOWN, { 'src/start.ts': from('./index.ts') }, 'src/start.ts'],
  [DOWN, { 'src/start.ts': from('./receiver/b.ts') }, 'src/start.ts'],
  [DOWN, { 'src/sdk/a.ts': from('../genai/b.ts') }, 'src/sdk/a.ts'],
  [DOWN, { 'src/genai/a.ts': from('../sdk/b.ts') }, 'src/genai/a.ts'],
  [DOWN, { 'src/viewer/a.ts': from('../exporters/b.ts') }, 'src/viewer/a.ts'],
  [DOWN, { 'src/exporters/a.ts': from('../../package.json') }, 'src/exporters/a.ts'],
  [
    'no import cycles, not even of types',
    {
      'src/sdk/a.ts': from('./b.ts'),
      'src/sdk/b.ts': "import type { A } from './c.ts';",
      'src/sdk/c.ts': from('./a.ts'),
    },
    'src/sdk/a.ts -> src/sdk/b.ts -> src/sdk/c.ts -> src/sdk/a.ts',
  ],
  [
    'rooms of the API know no SDK, but for its types',
    { 'src/genai/a.ts': from('@opentelemetry/sdk-trace') },
    'src/genai/a.ts',
  ],
  [
    'heavy packages load on demand',
    { 'src/start.ts': from('./sdk/a.ts'), 'src/sdk/a.ts': from('./b.ts'), 'src/sdk/b.ts': from('@grpc/grpc-js') },
    'src/sdk/b.ts -> @grpc/grpc-js',
  ],
  [
    'heavy packages load on demand',
    { 'src/start.ts': "import { type A } from '@opentelemetry/sdk-node';" },
    'src/start.ts',
  ],
  [LITERAL, { 'src/sdk/a.ts': 'const b = load(name);' }, 'src/sdk/a.ts'],
  [LITERAL, { 'src/sdk/a.ts': 'const b = await import(name);' }, 'src/sdk/a.ts'],
  [LITERAL, { 'src/sdk/a.ts': 'const need = createRequire(import.meta.url);' }, 'src/sdk/a.ts'],
  [LITERAL, { 'src/sdk/a.ts': "createRequire(import.meta.url)('b');" }, 'src/sdk/a.ts'],
  ...['process.env.A', 'const { env } = process;', "process['env']", 'process?.env', from('node:process')].map(
    (code) => [READS, { 'src/sdk/a.ts': code }, 'src/sdk/a.ts'] as const,
  ),
  ...["process.env['A'] = 'b';", 'process.env.A ??= b;', 'delete process.env.A;', 'Object.assign(process.env, b);'].map(
    (code) => [WRITTEN, { 'src/configuration/a.ts': code }, 'src/configuration/a.ts'] as const,
  ),
  ['names say what is in a file', { 'src/sdk/utils.ts': '' }, 'src/sdk/utils.ts'],
  ['names say what is in a file', { 'src/sdk/span-helpers.ts': '' }, 'src/sdk/span-helpers.ts'],
  ['names are in kebab case', { 'src/sdk/tracerProvider.ts': '' }, 'src/sdk/tracerProvider.ts'],
  ['one level of folders', { 'src/sdk/traces/a.ts': '' }, 'src/sdk/traces/a.ts'],
  ['exports are named', { 'src/sdk/a.ts': "export * from './b.ts';" }, 'src/sdk/a.ts'],
  ['exports are named', { 'src/sdk/a.ts': "export * as b from './b.ts';" }, 'src/sdk/a.ts'],
  ['relative imports end in .ts', { 'src/sdk/a.ts': from('./b.js') }, 'src/sdk/a.ts'],
  ['relative imports end in .ts', { 'src/sdk/a.ts': from('./b') }, 'src/sdk/a.ts'],
];

/** Sources that look forbidden and are not. */
export const ALLOWED: Sources = {
  'src/start.ts': `import type { A } from '@opentelemetry/sdk-node';\n${from('./exporters/a.ts')}${from('./health/a.ts')}`,
  'src/exporters/a.ts': `// reads process.env\n/** import('../sdk/b.ts') */\n${from('../configuration/a.ts')}const load = createRequire(import.meta.url);\nload('./b.ts') as typeof import('./b.ts');`,
  'src/exporters/b.ts': from('@grpc/grpc-js'),
  'src/configuration/a.ts': "export const a = process.env['A'] === 'b';",
  'src/instrumentation/a.ts': from('../genai/a.ts'),
  'src/genai/a.ts': `${from('../exporters/a.ts')}import type { B } from '@opentelemetry/sdk-trace';`,
  'src/health/a.ts': from('@opentelemetry/api'),
  'src/cli/a.ts': `${from('../configuration/a.ts')}${from('../viewer/a.ts')}`,
  'src/viewer/a.ts': from('../receiver/a.ts'),
};
