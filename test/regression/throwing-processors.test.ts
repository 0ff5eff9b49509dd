import { describe, expect, test } from '@jest/globals';
import { deliver, namesOf } from '../environment/delivery.ts';
import { sourceUrl } from '../pipeline/exporters/programs.ts';
import { expectOutcome } from '../program/outcome.ts';
import { ONLY, withoutRegister } from './inline.ts';

const program = (options: string): string => `
  import { logs, trace } from '@opentelemetry/api';
  import { start } from ${sourceUrl('src/public/index.ts')};
  const fail = () => { throw new Error('a mistake of mine'); };
  const pass = () => {};
  const ends = { forceFlush: async () => {}, shutdown: async () => {} };
  start(${options});
  for (const name of ['first', 'second']) {
    trace.getTracer('test').startSpan(name).end();
    logs.getLogger('test').emit({ body: name });
  }
  console.log('end');
`;

describe('throwing span processor', () => {
  test.concurrent.each([
    ['onStart', '{ spanProcessors: [{ ...ends, onStart: fail, onEnd: pass }] }'],
    ['onEnding', '{ spanProcessors: [{ ...ends, onStart: pass, onEnding: fail, onEnd: pass }] }'],
    ['onEnd', '{ spanProcessors: [{ ...ends, onStart: pass, onEnd: fail }] }'],
    ['onEmit', '{ logRecordProcessors: [{ ...ends, onEmit: fail }] }'],
  ])('warns once when %s throws, and spans and log records go on', async (_, options) => {
    const { result, spans, logs, warnings } = await deliver({
      ...withoutRegister(program(options)),
      env: ONLY.tracesAndLogs,
    });
    expectOutcome(result, { stdout: 'end\n' });
    expect(warnings).toEqual([expect.stringContaining('a mistake of mine')]);
    expect(namesOf(spans)).toEqual(['first', 'second']);
    expect(logs.map(({ body }) => body)).toEqual(['first', 'second']);
  });
});
