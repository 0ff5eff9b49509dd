// An instrumentation that the application brings replaces otelier's for the same library.

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { type Delivery, deliver } from '../../environment/delivery.ts';
import { expectOutcome } from '../../program/outcome.ts';
import { REGISTER, ROOT } from '../../program/program.ts';

const PUBLIC = pathToFileURL(path.join(ROOT, 'src/public/index.ts')).href;

async function run(library: string, way: string): Promise<Delivery> {
  const isStarted = way.startsWith('start');
  const delivery = await deliver({
    file: 'libraries/application-instrumentation.mjs',
    args: [library, way, PUBLIC],
    nodeOptions: isStarted ? [] : ['--import', REGISTER],
    env: { OTEL_LOG_LEVEL: 'info' },
  });
  expectOutcome(delivery.result);
  return delivery;
}

const LINE = /^otelier \[info\] instrumentation (\S+): .* otelier's is off$/;
const linesOf = ({ result }: Delivery): string[] =>
  result.stderr.split('\n').flatMap((line) => LINE.exec(line)?.[1] ?? []);

/** How many spans, log records and log lines of the application's hook there are when nothing is recorded twice. */
const EXPECTED = {
  http: { spans: 5, marked: 4 },
  undici: { spans: 3, marked: 1 },
  express: { spans: 14, marked: 7 },
  pg: { spans: 7, marked: 3 },
  ioredis: { spans: 9, marked: 7 },
  fastify: { spans: 34, marked: 7 },
  bunyan: { spans: 1, marked: 0 },
};

const CASES = Object.keys(EXPECTED).flatMap((library) =>
  ['start-require', 'start-import', 'register-require', 'register-import'].map((way) => [library, way] as const),
);

describe('an instrumentation of the application', () => {
  test.concurrent.each([
    ...CASES,
    ['pg', 'made-require'],
    ['http', 'late-require'],
    ['http', 'late-import'],
    ['undici', 'late-require'],
  ] as [keyof typeof EXPECTED, string][])(
    '%s, %s: replaces otelier’s, and its hooks take effect',
    async (library, way) => {
      const delivery = await run(library, way);
      const { spans, logs } = delivery;
      expect(linesOf(delivery)).toEqual([library]);
      const marked = spans.filter(({ attributes }) => attributes['app.hook'] === library);
      // The request before the application's instrumentation was made.
      const early = way.startsWith('late') ? 1 : 0;
      expect({ spans: spans.length - early, marked: marked.length }).toEqual(EXPECTED[library]);
      expect(logs.map(({ attributes }) => attributes['hooked'])).toEqual(library === 'bunyan' ? ['bunyan'] : []);
    },
  );

  test('undici: sends one traceparent', async () => {
    const { result, spans } = await run('traceparents', 'register-import');
    const client = spans.find(({ kind }) => kind === 'client');
    expect(result.stdout).toBe(`00-${client?.traceId}-${client?.spanId}-01\n`);
  });
});
