import { expect } from '@jest/globals';
import { INSTRUMENTATION_NAMES } from '../../src/configuration/instrumentation-names.ts';
import { expectOutcome } from '../program/outcome.ts';
import { Program, type ProgramEnvironment } from '../program/program.ts';
import { type Delivery, leadingTo, startReceiver } from './delivery.ts';
import { arriving, type VariableCase } from './variable-case.ts';

type Name = (typeof INSTRUMENTATION_NAMES)[number];

/** The scope of what each library's instrumentation makes of libraries.mjs and libraries.cjs. */
const SCOPES: Readonly<Record<Name, string>> = {
  http: '@opentelemetry/instrumentation-http',
  undici: '@opentelemetry/instrumentation-undici',
  openai: '@opentelemetry/instrumentation-openai',
  winston: '@opentelemetry/winston-transport',
};

function instrumented({ spans, logs }: Delivery): readonly Name[] {
  const scopes = new Set([...spans, ...logs].map(({ scope }) => scope.name));
  return INSTRUMENTATION_NAMES.filter((name) => scopes.has(SCOPES[name]));
}

const selecting = (
  variable: string,
  value: string,
  expected: readonly Name[],
  { env = {}, about, file = 'libraries.mjs' }: { env?: ProgramEnvironment; about?: string; file?: string } = {},
): VariableCase =>
  arriving({
    variable,
    value,
    ...(about === undefined ? {} : { about }),
    env,
    file,
    stdout: '{"level":"info","message":"greeted"}\n',
    shows: (delivery) => expect(instrumented(delivery)).toEqual(expected),
  });

const ENABLED = 'OTEL_NODE_ENABLED_INSTRUMENTATIONS';
const DISABLED = 'OTEL_NODE_DISABLED_INSTRUMENTATIONS';
const switchOf = (name: Name): string => `OTEL_INSTRUMENTATION_${name.toUpperCase()}_ENABLED`;
const but = (name: Name): readonly Name[] => INSTRUMENTATION_NAMES.filter((other) => other !== name);

const selectionCases: readonly VariableCase[] = [
  ...['libraries.mjs', 'libraries.cjs'].map((file) =>
    selecting(ENABLED, '', INSTRUMENTATION_NAMES, { about: `all of them, ${file}`, file }),
  ),
  selecting(ENABLED, 'HTTP, winston', ['http', 'winston']),
  selecting(ENABLED, 'none', []),
  selecting(DISABLED, 'undici,OpenAI', ['http', 'winston']),
  selecting(DISABLED, 'http', ['undici'], { env: { [ENABLED]: 'http,undici' }, about: `wins over ${ENABLED}` }),
  ...INSTRUMENTATION_NAMES.flatMap((name) => [
    selecting(switchOf(name), 'False', but(name)),
    selecting(switchOf(name), 'TRUE', [name], {
      env: { [ENABLED]: 'none', [DISABLED]: name },
      about: 'wins over the two lists',
    }),
  ]),
];

/** The paths of these requests that were traced, of a program that serves them. */
async function tracedRoutes(
  file: string,
  env: ProgramEnvironment,
  paths: readonly string[],
): Promise<readonly string[]> {
  await using receiver = await startReceiver('http');
  await using program = new Program({ file, env: { ...leadingTo(receiver), ...env } });
  const [, port] = await program.printed('stdout', /listening on (\d+)/);
  for (const path of paths) await (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  program.endInput();
  expectOutcome(await program.finished, { stderr: '' });
  const served = receiver.store.spans.filter(({ kind }) => kind === 'server');
  return served.map(({ attributes }) => String(attributes['url.path'])).sort();
}

const IGNORE = 'OTELIER_IGNORE_ROUTES';
const PROBES = ['/health', '/health/live?verbose=1', '/metrics', '/healthz', '/livez', '/readyz'];

const routeCases: readonly VariableCase[] = ['serves.mjs', 'serves.cjs'].flatMap((file) => [
  {
    variables: [IGNORE],
    about: `blank: health and metrics paths, ${file}`,
    check: async () =>
      expect(await tracedRoutes(file, { [IGNORE]: ' ' }, ['/orders', ...PROBES, '/metrics/more'])).toEqual([
        '/metrics/more',
        '/orders',
      ]),
  },
  {
    variables: [IGNORE],
    about: `"/internal/*, /ping": prefixes and exact paths, ${file}`,
    check: async () => {
      const paths = ['/internal/a', '/internal', '/ping?x=1', '/ping/more', '/health'];
      const traced = await tracedRoutes(file, { [IGNORE]: '/internal/*, /ping' }, paths);
      expect(traced).toEqual(['/health', '/internal', '/ping/more']);
    },
  },
]);

/** Which libraries and which of their requests are traced. */
export const instrumentationCases: readonly VariableCase[] = [...selectionCases, ...routeCases];
