// What is thrown at observeStream cannot even be printed: the consumer does not hear of it.
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { observeStream } from '../../../src/public/genai.ts';
import { registerTelemetry } from './registered-telemetry.ts';
import { collected, generated } from './stream-kinds.ts';

const telemetry = registerTelemetry();
beforeEach(() => telemetry.reset());
afterAll(() => telemetry[Symbol.asyncDispose]());

const OPTIONS = { model: 'm', provider: 'p' };
const refuse = (): never => {
  throw Object.create(null);
};
const unreadable = Object.defineProperty({ text: '' }, 'type', { get: refuse });

describe('observeStream of unprintable errors', () => {
  test.each<[string, object]>([
    ['a chunk', {}],
    ['extract', { extract: refuse }],
    ['onEvent', { onEvent: refuse }],
  ])('%s that throws an object without a prototype', async (_, options) => {
    expect(await collected(observeStream(generated([unreadable]), { ...OPTIONS, ...options }))).toEqual([unreadable]);
    expect(telemetry.spans()).toMatchObject([{ attributes: { 'l0.stream.status': 'completed' } }]);
  });
});
