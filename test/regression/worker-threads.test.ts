import { describe, expect, test } from '@jest/globals';
import { deliver, namesOf } from '../environment/delivery.ts';
import { expectOutcome } from '../program/outcome.ts';
import { inline, ONLY } from './inline.ts';

/** The parts of otelier and OpenTelemetry in the current thread. */
const LOOK = `
  ({
    handle: globalThis[Symbol.for('otelier.handle')] !== undefined,
    api: Object.keys(globalThis[Symbol.for('opentelemetry.js.api.1')] ?? {}),
    files: Object.keys(process.getBuiltinModule('module')._cache)
      .filter((file) => /@opentelemetry|import-in-the-middle|[/]src[/]distribution[/]start[/]start[.]ts$|[/]core[.]cjs$/.test(file)),
  })
`;

const PROGRAM = `
  import { once } from 'node:events';
  import { Worker } from 'node:worker_threads';
  import { trace } from '@opentelemetry/api';
  trace.getTracer('test').startSpan('main').end();
  const threads = "process.getBuiltinModule('node:worker_threads')";
  const code = threads + '.parentPort.postMessage(' + ${JSON.stringify(LOOK)} + ')';
  const [worker] = await once(new Worker(code, { eval: true }), 'message');
  const main = ${LOOK};
  console.log(JSON.stringify({ worker, main: { ...main, files: main.files.length > 0, api: main.api.length > 0 } }));
`;

describe('worker threads', () => {
  test('load nothing of the SDK in an instrumented application', async () => {
    const { result, spans } = await deliver({ ...inline(PROGRAM), env: ONLY.traces });
    expectOutcome(result, { stderr: '' });
    expect(JSON.parse(result.stdout)).toEqual({
      worker: { handle: false, api: [], files: [] },
      // So that the look does find what is there.
      main: { handle: true, api: true, files: true },
    });
    expect(namesOf(spans)).toEqual(['main']);
  });
});
