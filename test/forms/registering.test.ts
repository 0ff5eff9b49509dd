// Registered more than once, or too late.
import { describe, expect, test } from '@jest/globals';
import { outline } from '../distribution/instrumentation/outline.ts';
import { type DeliveryOptions, deliver } from '../environment/delivery.ts';
import { expectOutcome } from '../program/outcome.ts';
import { REGISTER } from '../program/program.ts';
import { runForm } from './application-folder.ts';
import { APPLICATION_FORMS } from './application-forms.ts';
import { partOf } from './application-part.ts';
import { requires } from './library-imports.ts';
import { startedServices } from './started-services.ts';
import { INLINED_PROGRAMS, LOGGERS } from './traced-programs.ts';

const STARTED_ALREADY = ['otelier is started already: this second start changes nothing'];
const IMPORT = ['--import', REGISTER];

const TWICE: readonly (readonly [string, DeliveryOptions, readonly string[]])[] = [
  // Node evaluates a module once: the second flag does nothing.
  ['-r and --import', { nodeOptions: ['-r', REGISTER, ...IMPORT] }, []],
  ['--import twice', { nodeOptions: [...IMPORT, ...IMPORT] }, []],
  ['--import, and in NODE_OPTIONS', { nodeOptions: IMPORT, env: { NODE_OPTIONS: IMPORT.join(' ') } }, []],
  // As another copy does.
  ['another register', { nodeOptions: [...IMPORT, '--import', `${REGISTER}?another`] }, STARTED_ALREADY],
  ['start() in code', { nodeOptions: IMPORT, file: 'forms/starts-again.mjs' }, STARTED_ALREADY],
];

describe('the moment of registering', () => {
  test.each(TWICE)('registered twice: %s: one SDK, each span once', async (_, { env, ...options }, warnings) => {
    const delivery = await deliver({
      ...options,
      env: { OTEL_LOG_LEVEL: 'info', OTEL_SERVICE_NAME: 'shop', ...(env as object) },
    });
    expectOutcome(delivery.result, { stdout: 'shop: done\n' });
    expect(startedServices(delivery)).toEqual(['shop']);
    expect(delivery.warnings).toEqual(warnings);
    expect(outline(delivery.spans)).toEqual(['order (internal)', '  charge (internal)!']);
    expect(delivery.logs).toHaveLength(1);
  });

  function sourceOf(title: string, file: string): string {
    const source = APPLICATION_FORMS.find((form) => form.title === title)?.files[file];
    if (source === undefined) throw new Error(`expected ${file} in the form "${title}", got none`);
    return source;
  }

  const COMMON_JS = sourceOf('CommonJS', 'main.cjs');
  const RUNS_LATE = {
    title: 'after its libraries',
    files: { 'main.cjs': COMMON_JS.replace(/^import\(/m, "require('otelier/register');\nimport(") },
    start: 'node main.cjs',
  };

  test('required after the libraries: of them no spans and no log records, of requests no route', async () => {
    const delivery = await runForm(RUNS_LATE);
    for (const { program, tree, attributes } of INLINED_PROGRAMS)
      expect([program, outline(partOf(delivery, program).spans, attributes)]).toEqual([program, tree]);
    expect(delivery.logs).toEqual([]);
  });

  const FIRST_STATIC_IMPORT = {
    title: 'as first static import',
    files: { 'main.mjs': `import 'otelier/register';\n${sourceOf('ESM, default imports', 'main.mjs')}` },
    start: 'node main.mjs',
  };
  const LOADED_EARLY = {
    title: 'after libraries of an earlier flag',
    files: { 'main.cjs': COMMON_JS, 'first.cjs': requires() },
    start: 'node -r ./first.cjs --import otelier/register main.cjs',
  };

  test('libraries required by an earlier -r: redis and winston keep what they had', async () => {
    const delivery = await runForm(LOADED_EARLY);
    expect(outline(partOf(delivery, 'redis').spans)).toEqual(['work (internal)']);
    expect(partOf(delivery, 'winston').logs).toEqual([]);
  });

  test('as first static import of an ES module: Node has loaded the others by then, and routes and models are missing', async () => {
    const delivery = await runForm(FIRST_STATIC_IMPORT);
    for (const { program, tree, attributes } of INLINED_PROGRAMS.filter(({ program }) =>
      /express|openai/.test(program),
    ))
      expect([program, outline(partOf(delivery, program).spans, attributes)]).toEqual([program, tree]);
    expect(LOGGERS.map(({ program }) => partOf(delivery, program).logs.length)).toEqual([1, 0]);
  });

  // Not those that are ES modules, as openai is when it is imported.
  test.each([
    [
      'required after the libraries',
      RUNS_LATE,
      '@redis/client, express, fastify, openai, pg, pg-pool, pino, redis, winston',
    ],
    ['after an earlier -r', LOADED_EARLY, '@redis/client, express, fastify, openai, pg, pg-pool, pino, redis, winston'],
    ['first static import', FIRST_STATIC_IMPORT, '@redis/client, express, fastify, pg, pino, redis, winston'],
  ])('%s: a warning names what was loaded', async (_, form, names) => {
    const { warnings } = await runForm(form);
    expect(warnings).toEqual([expect.stringContaining(`expected to be loaded before ${names}, got loaded after`)]);
  });
});
