import { expect } from '@jest/globals';
import {
  INSTRUMENTATION_NAMES,
  switchVariable,
} from '../../src/foundation/configuration/settings/instrumentation-names.ts';
import type { ReceivedSpan } from '../../src/tools/receiver/telemetry/telemetry-model.ts';
import { expectOutcome } from '../program/outcome.ts';
import { Program, type ProgramEnvironment } from '../program/program.ts';
import { type Delivery, leadingTo, startReceiver } from './delivery.ts';
import { arriving, living, type VariableCase } from './variable-case.ts';

type Name = (typeof INSTRUMENTATION_NAMES)[number];

/** The scopes that are not named after the official instrumentation. */
const OTHER_SCOPES: Partial<Record<Name, string>> = {
  winston: '@opentelemetry/winston-transport',
  fastify: 'otelier/fastify',
  openai: 'otelier/openai',
  anthropic: 'otelier/@anthropic-ai/sdk',
  'process-metrics': 'otelier/process-metrics',
};
const scopeOf = (name: Name): string => OTHER_SCOPES[name] ?? `@opentelemetry/instrumentation-${name}`;

function instrumented({ spans, logs }: Delivery): readonly Name[] {
  const scopes = new Set([...spans, ...logs].map(({ scope }) => scope.name));
  return INSTRUMENTATION_NAMES.filter((name) => scopes.has(scopeOf(name)));
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
/** What libraries.mjs and libraries.cjs use. */
const USED: readonly Name[] = ['http', 'undici', 'openai', 'winston'];

const listCases: readonly VariableCase[] = [
  ...['libraries.mjs', 'libraries.cjs'].map((file) =>
    selecting(ENABLED, '', USED, { about: `all of them, ${file}`, file }),
  ),
  selecting(ENABLED, 'HTTP, winston', ['http', 'winston']),
  selecting(ENABLED, 'none', []),
  selecting(DISABLED, 'undici,OpenAI', ['http', 'winston']),
  selecting(DISABLED, 'http', ['undici'], { env: { [ENABLED]: 'http,undici' }, about: `wins over ${ENABLED}` }),
];

const MEASURING: readonly Name[] = ['runtime-node', 'process-metrics'];

/** A program of test/fixtures/libraries named after the instrumentation, with the switch off and on. */
const switchCases = INSTRUMENTATION_NAMES.filter((name) => !MEASURING.includes(name)).flatMap((name) =>
  (
    [
      ['False', false, {}],
      ['TRUE', true, { [ENABLED]: 'none', [DISABLED]: name }],
    ] as const
  ).map(([value, isOn, env]) =>
    arriving({
      variable: switchVariable(name),
      value,
      about: isOn ? 'wins over the two lists' : 'off',
      env,
      file: 'libraries/run.mjs',
      args: [name, 'default'],
      stdout: /^/,
      shows: (delivery) => {
        const found = instrumented(delivery);
        expect(isOn ? found : found.includes(name)).toEqual(isOn ? [name] : false);
      },
    }),
  ),
);

/** Both start at the same time: what has not come with the one that is on does not come. */
const measuringCases = MEASURING.flatMap((name) => {
  const other = MEASURING.find((measuring) => measuring !== name) ?? name;
  return (
    [
      ['False', other],
      ['TRUE', name],
    ] as const
  ).map(([value, arrives]) =>
    living({
      variable: switchVariable(name),
      value,
      env: {
        // The limit of an export may not be longer than the interval.
        OTEL_METRIC_EXPORT_INTERVAL: '3000',
        OTEL_METRIC_EXPORT_TIMEOUT: '3000',
        [switchVariable(other)]: String(arrives === other),
      },
      shows: async (_program, receiver) => {
        const scopes = (): ReadonlySet<string> => new Set(receiver.store.metrics.map(({ scope }) => scope.name));
        await receiver.waitFor(() => scopes().has(scopeOf(arrives)));
        expect(scopes().has(scopeOf(name))).toBe(arrives === name);
      },
    }),
  );
});

interface Requests {
  readonly file: string;
  readonly env: ProgramEnvironment;
  readonly paths: readonly string[];
  readonly method?: string;
}

/** The server spans of these requests to a program. */
async function servedSpans({ file, env, paths, method = 'GET' }: Requests): Promise<readonly ReceivedSpan[]> {
  await using receiver = await startReceiver('http');
  await using program = new Program({ file, env: { ...leadingTo(receiver), ...env } });
  const [, port] = await program.printed('stdout', /listening on (\d+)/);
  for (const path of paths) await (await fetch(`http://127.0.0.1:${port}${path}`, { method })).text();
  program.endInput();
  expectOutcome(await program.finished, { stderr: '' });
  return receiver.store.spans.filter(({ kind }) => kind === 'server');
}

/** The paths of these requests that were traced, of a program that serves them. */
async function tracedRoutes(
  file: string,
  env: ProgramEnvironment,
  paths: readonly string[],
): Promise<readonly string[]> {
  const served = await servedSpans({ file, env, paths });
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

/** The official instrumentation names spans after methods that it does not know; the specification says HTTP. */
const httpCases: readonly VariableCase[] = ['serves.mjs', 'serves.cjs'].flatMap((file) =>
  [
    ['official', 'PROPFIND'],
    ['Channels', 'HTTP'],
  ].map(([value = '', name]) => ({
    variables: ['OTELIER_HTTP'],
    about: `"${value}", ${file}`,
    check: async () => {
      const env = { OTELIER_HTTP: value };
      const [span] = await servedSpans({ file, env, paths: ['/orders'], method: 'PROPFIND' });
      expect(span?.name).toBe(name);
    },
  })),
);

/** Which libraries and which of their requests are traced. */
export const instrumentationCases: readonly VariableCase[] = [
  ...listCases,
  ...switchCases,
  ...measuringCases,
  ...routeCases,
  ...httpCases,
];
