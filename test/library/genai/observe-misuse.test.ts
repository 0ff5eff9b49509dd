// What is wrong with a call is told at once; what is wrong with a stream is nobody's business but the consumer's.
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { observeStream } from '../../../src/public/genai.ts';
import { registerTelemetry } from './registered-telemetry.ts';
import { collected, failureOf, generated, handWritten } from './stream-kinds.ts';

const telemetry = registerTelemetry();
beforeEach(() => telemetry.reset());
afterAll(() => telemetry[Symbol.asyncDispose]());

const OPTIONS = { model: 'm', provider: 'p' };

describe('observeStream options', () => {
  test.each<[unknown, unknown, RegExp]>([
    [undefined, OPTIONS, /expected an AsyncIterable, a ReadableStream or a promise of one, got undefined/],
    [null, OPTIONS, /got null/],
    ['text', OPTIONS, /got string/],
    [[1, 2], OPTIONS, /got object/],
    [generated([]), undefined, /observeStream/],
    [generated([]), { provider: 'p' }, /model to be a non-empty string, got undefined/],
    [generated([]), { model: 'm' }, /provider to be a non-empty string, got undefined/],
    [generated([]), { ...OPTIONS, model: '' }, /model to be a non-empty string/],
    [generated([]), { ...OPTIONS, operation: 7 }, /operation to be a non-empty string/],
    [generated([]), { ...OPTIONS, onEvent: 'x' }, /onEvent to be a function/],
    [generated([]), { ...OPTIONS, extract: {} }, /extract to be a function/],
    [generated([]), { ...OPTIONS, onevent: () => {} }, /expected an option among .*onEvent.*, got "onevent"/],
  ])('%#: a TypeError that says what is wrong', (stream, options, message) => {
    const call = () => observeStream(stream as never, options as never);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(message);
    expect(telemetry.spans()).toEqual([]);
  });

  const throwing = (name: string): object =>
    Object.defineProperty({}, name, {
      enumerable: true,
      get() {
        throw new Error(`no ${name}`);
      },
    });
  /** Not `then`: a promise could not hold it. */
  const hostile: object = new Proxy(
    {},
    {
      get(_, name) {
        if (name === 'then') return undefined;
        throw new Error('no');
      },
    },
  );
  const cyclic: Record<string, unknown> = { type: 'text-delta' };
  cyclic['text'] = cyclic;

  test('passes on chunks of any kind unchanged', async () => {
    const chunks = [
      null,
      undefined,
      0,
      7n,
      Symbol('s'),
      () => 'f',
      throwing('type'),
      throwing('choices'),
      hostile,
      { choices: [null] },
      { choices: [{ delta: { tool_calls: [null] } }] },
      { choices: 'x' },
      { type: 'message_start', message: 7 },
      { type: 'content_block_delta' },
      { type: 'response.completed', response: { output: [null], usage: 'x' } },
      { type: 7 },
      cyclic,
      new Uint8Array(3),
      '',
      'text',
    ];
    for (const first of chunks.keys()) {
      const turned = [...chunks.slice(first), ...chunks.slice(0, first)];
      async function* stream() {
        yield* turned as unknown[];
      }
      const seen: unknown[] = await collected(observeStream(stream(), OPTIONS));
      expect(seen.length).toBe(turned.length);
      for (const [index, chunk] of seen.entries()) expect(Object.is(chunk, turned[index])).toBe(true);
    }
    expect(telemetry.spans()).toHaveLength(chunks.length);
  });

  test.each([
    throwing('name'),
    throwing('message'),
    throwing('stack'),
    throwing('code'),
    hostile,
    Object.create(null),
    null,
    undefined,
  ])('an error that cannot be read: %#', async (failure) => {
    const stream: AsyncIterable<never> = {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(failure) }),
    };
    expect(Object.is(await failureOf(collected(observeStream(stream, OPTIONS))), failure)).toBe(true);
    expect(telemetry.spans()).toMatchObject([{ attributes: { 'l0.stream.status': 'failed' } }]);
  });

  test('an iterator that answers no promises, or nothing at all', async () => {
    const results = [
      { done: false, value: 'a' },
      { done: true, value: undefined },
    ];
    const plain = { [Symbol.asyncIterator]: () => ({ next: () => results.shift() }) };
    expect(await collected(observeStream(plain as never, OPTIONS))).toEqual(['a']);
    const broken = { [Symbol.asyncIterator]: () => ({ next: async () => undefined }) };
    expect(await failureOf(collected(observeStream(broken as never, OPTIONS)))).toBeInstanceOf(TypeError);
  });

  test('ignores failures of onEvent and extract', async () => {
    for (const bad of [
      () => {
        throw new Error('mine');
      },
      async () => Promise.reject(new Error('mine')),
    ]) {
      const chunks = [{ text: 'a' }, { text: 'b' }];
      expect(await collected(observeStream(handWritten(chunks), { ...OPTIONS, onEvent: bad }))).toEqual(chunks);
      expect(await collected(observeStream(handWritten(chunks), { ...OPTIONS, extract: bad as never }))).toEqual(
        chunks,
      );
    }
    expect(telemetry.spans().map(({ attributes }) => attributes['l0.stream.status'])).toEqual(
      Array(4).fill('completed'),
    );
  });

  test('rejects with the same error', async () => {
    const refused = Object.assign(new Error('no'), { code: 'rate_limit' });
    expect(await failureOf(Promise.resolve(observeStream(Promise.reject(refused), OPTIONS)))).toBe(refused);
    expect(telemetry.spans()).toMatchObject([{ attributes: { 'error.type': 'rate_limit' } }]);
  });

  test('a promise of a stream: awaited, or iterated as it is', async () => {
    const chunks = [{ text: 'a' }, { text: 'b' }];
    const stream = handWritten(chunks);
    expect(await observeStream(Promise.resolve(stream), OPTIONS)).toBe(stream);
    expect(await collected(stream)).toEqual(chunks);
    expect(await collected(observeStream(Promise.resolve(handWritten(chunks)), OPTIONS), 1)).toEqual([chunks[0]]);
    expect(telemetry.spans().map(({ attributes }) => attributes['l0.stream.status'])).toEqual(['completed', 'stopped']);
  });
});
