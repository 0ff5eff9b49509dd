// What leaves of an error: no secrets, no more than can be read, and nothing of what was said.
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { logs, metrics, trace } from '@opentelemetry/api';
import { ModelOperation } from '../../../../src/library/genai/operation/model-operation.ts';
import { OperationTelemetry } from '../../../../src/library/genai/operation/operation-telemetry.ts';
import { sanitizeError } from '../../../../src/library/genai/operation/sanitized-error.ts';
import { observeStream } from '../../../../src/public/genai.ts';
import { registerTelemetry } from '../registered-telemetry.ts';
import { collected, failureOf } from '../stream-kinds.ts';

const telemetry = registerTelemetry();
beforeEach(() => telemetry.reset());
afterAll(() => telemetry[Symbol.asyncDispose]());

const SAID = 'My diagnosis is "gout"';
const prompt = { input: [{ role: 'user', parts: [{ type: 'text', content: SAID }] }] };
const told = (message: string) => sanitizeError(new RangeError(message), { prompt });
const key = `sk-proj-${'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5'.repeat(2)}`;

describe('sanitizeError', () => {
  test('removes texts of the request and bodies', () => {
    expect(told(`400 refused: ${SAID}, twice: ${SAID}`).message).toBe('400 refused: [content], twice: [content]');
    expect(told(`400 refused: ${JSON.stringify(SAID)}`).message).toBe('400 refused: "[content]"');
    expect(told(`messages=[{'role': 'user', 'content': 'My diag'}]`).message).toBe('messages=[body]');
    const long = { input: [{ role: 'user', parts: [{ type: 'text', content: 'gout '.repeat(50) }] }] };
    expect(sanitizeError(new Error(`no: ${'gout '.repeat(20)}…`), { prompt: long }).message).toBe('no: [content]');
    expect(told(SAID).stack).not.toContain('gout');
    expect(told(SAID).stack).toMatch(/^RangeError: \[content\]\n\s+at .*sanitized-error/);
  });

  test('keeps the explanation of an error', () => {
    const message = "404 The model 'gpt-9' does not exist or you have no access to it [see docs]";
    expect(told(message)).toMatchObject({ type: 'RangeError', message });
    expect(sanitizeError(new Error(SAID)).message).toBe(SAID);
  });

  test('cuts a message of megabytes in the message and in the stack', () => {
    const error = sanitizeError(new Error('x'.repeat(3e6)), { prompt });
    expect(error.message).toMatch(/^x{1017}… \[cut\]$/);
    expect(error.stack?.length).toBeLessThanOrEqual(8_192);
    expect(error.stack).toContain('sanitized-error');
  });

  test.each([
    undefined,
    null,
    7,
    Object.create(null),
    {
      get message() {
        throw new Error('no');
      },
    },
  ])('%#: whatever was thrown', (thrown) => {
    expect(sanitizeError(thrown, { prompt }).message).toBe('');
  });

  test('removes secrets from span and event without register', async () => {
    async function* broken() {
      yield 'a';
      throw new Error(`401 Incorrect API key provided: ${key}`);
    }
    await failureOf(collected(observeStream(broken(), { model: 'm', provider: 'p' })));
    while (telemetry.records().length === 0) await new Promise(setImmediate);
    const [{ status, attributes } = {}] = telemetry.spans();
    const records = telemetry.records().map((record) => record.attributes);
    expect(status?.message).toMatch(/^401 Incorrect API key provided: \[REDACTED/);
    expect(records).toMatchObject([{ 'exception.message': status?.message }]);
    expect(JSON.stringify([status, attributes, records])).not.toContain(key.slice(0, 20));
  });

  test('removes prompts from a refusal and from a late failure', () => {
    const [tracer, meter, logger] = [trace.getTracer('otelier/test'), metrics.getMeter('test'), logs.getLogger('test')];
    const parts = new OperationTelemetry({ tracer, meter, logger, generation: 'v1.41' });
    const ends = (hasBegun: boolean) => {
      const operation = new ModelOperation(parts, { operation: 'chat', provider: 'p', readContent: () => prompt });
      if (hasBegun) operation.responseStarted();
      operation.end({ finishReasons: [], usage: {} }, { failure: new Error(`no: ${SAID} {"a":1}`) });
    };
    ends(false);
    ends(true);
    expect(telemetry.spans().map(({ status }) => status.message)).toEqual([
      'no: [content] [body]',
      `no: ${SAID} [body]`,
    ]);
  });
});
