import { describe, expect, test } from '@jest/globals';
import { deliveryOf, leadingTo, namesOf, startReceiver } from '../environment/delivery.ts';
import { sourceUrl } from '../pipeline/exporters/programs.ts';
import { expectOutcome } from '../program/outcome.ts';
import { runProgram } from '../program/run-program.ts';
import { withoutRegister } from './inline.ts';

const PROGRAM = `
  process.once('SIGTERM', () => setTimeout(() => (console.log('graceful done'), process.exit(4)), 500));
  const { start } = await import(${sourceUrl('src/public/index.ts')});
  const { trace } = await import('@opentelemetry/api');
  start();
  trace.getTracer('test').startSpan('work').end();
  setInterval(() => {}, 60_000);
  console.log('ready');
`;

describe('graceful shutdown', () => {
  test('leaves the end to a handler that was added with `once` before start()', async () => {
    await using receiver = await startReceiver('http');
    const result = await runProgram({
      ...withoutRegister(PROGRAM),
      env: leadingTo(receiver),
      signal: { name: 'SIGTERM', after: /ready/ },
    });
    expectOutcome(result, { exitCode: 4, stdout: 'ready\ngraceful done\n', stderr: '' });
    expect(namesOf(deliveryOf(result, receiver).spans)).toEqual(['work']);
  });
});
