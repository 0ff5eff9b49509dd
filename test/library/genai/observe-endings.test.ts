// The ends of a stream that its consumer does not bring about.
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SpanStatusCode } from '@opentelemetry/api';
import { observeStream } from '../../../src/public/genai.ts';
import { registerTelemetry } from './registered-telemetry.ts';
import { chunksOf, collected, collectGarbage, failureOf, generated, KINDS, readable } from './stream-kinds.ts';

const telemetry = registerTelemetry();
beforeEach(() => telemetry.reset());
afterAll(() => telemetry[Symbol.asyncDispose]());

const OPTIONS = { model: 'm', provider: 'p' };
const ended = () => telemetry.spans().map(({ attributes }) => attributes['l0.stream.status']);

/** As SDKs have it: a controller, and an error when it aborts. */
function abortable(controller = new AbortController(), error?: () => unknown) {
  return Object.assign(
    (async function* () {
      for (;;) {
        if (controller.signal.aborted) throw error === undefined ? controller.signal.reason : error();
        yield { content: 'word' };
        await new Promise(setImmediate);
      }
    })(),
    { controller },
  );
}

describe('observeStream endings', () => {
  test("abort by the stream's own controller", async () => {
    const stream = observeStream(abortable(), OPTIONS);
    const read = async (): Promise<void> => {
      for await (const _chunk of stream) stream.controller.abort();
    };
    expect(await failureOf(read())).toMatchObject({ name: 'AbortError' });
    expect(telemetry.spans()).toMatchObject([
      {
        status: { code: SpanStatusCode.ERROR },
        attributes: { 'l0.stream.status': 'aborted', 'error.type': 'AbortError' },
      },
    ]);
  });

  test('abort by a signal that the stream does not show', async () => {
    const controller = new AbortController();
    const { controller: _, ...hidden } = { controller };
    const stream = observeStream(Object.assign(generated([], [], undefined), hidden), OPTIONS);
    await collected(stream);
    const aborted = new DOMException('This operation was aborted', 'AbortError');
    expect(await failureOf(collected(observeStream(generated(chunksOf('a'), [], aborted), OPTIONS)))).toBe(aborted);
    expect(ended()).toEqual(['completed', 'aborted']);
  });

  test('records a timeout by its name', async () => {
    const timedOut = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    await failureOf(collected(observeStream(generated(chunksOf('a'), [], timedOut), OPTIONS)));
    const controller = new AbortController();
    const stream = observeStream(abortable(controller), OPTIONS);
    await stream.next();
    controller.abort(timedOut);
    expect(await failureOf(collected(stream))).toBe(timedOut);
    expect(telemetry.spans().map(({ attributes }) => attributes['error.type'])).toEqual([
      'TimeoutError',
      'TimeoutError',
    ]);
    expect(ended()).toEqual(['failed', 'aborted']);
  });

  test('an SDK that aborts its own request since its answer broke has failed', async () => {
    const controller = new AbortController();
    const gone = new Error('terminated');
    const stream = observeStream(
      abortable(controller, () => gone),
      OPTIONS,
    );
    await stream.next();
    controller.abort();
    expect(await failureOf(collected(stream))).toBe(gone);
    expect(ended()).toEqual(['failed']);
  });

  const inBand: [string, object[], string][] = [
    ['openai', [{ choices: [] }, { choices: [], error: { code: 'overloaded', message: 'no' } }], 'overloaded'],
    [
      'openai responses',
      [{ type: 'response.failed', response: { status: 'failed', error: { code: 'server_error' } } }],
      'server_error',
    ],
    [
      'Anthropic',
      [{ type: 'message_start' }, { type: 'error', error: { type: 'overloaded_error' } }],
      'overloaded_error',
    ],
    ['Anthropic, at once', [{ type: 'error', error: { type: 'overloaded_error' } }], 'overloaded_error'],
    ['Vercel', [{ type: 'start' }, { type: 'error', error: new RangeError('no') }], 'RangeError'],
    ['an unknown one', [{ error: { code: 'full' } }], 'full'],
  ];

  test.each(inBand)('an error as a chunk, of %s', async (_, chunks, type) => {
    async function* stream() {
      yield* chunks;
    }
    expect(await collected(observeStream(stream(), OPTIONS))).toEqual(chunks);
    expect(telemetry.spans()).toMatchObject([
      { status: { code: SpanStatusCode.ERROR }, attributes: { 'error.type': type, 'l0.stream.status': 'failed' } },
    ]);
  });

  test('a break after the provider has said that this was all is no break', async () => {
    async function* stream() {
      yield { choices: [{ delta: { content: 'a' } }] };
      yield { choices: [{ delta: {}, finish_reason: 'stop' }] };
      yield { choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } };
    }
    await collected(observeStream(stream(), OPTIONS), 2);
    expect(telemetry.spans()).toMatchObject([
      { attributes: { 'l0.stream.status': 'completed', 'gen_ai.response.finish_reasons': ['stop'] } },
    ]);
  });

  test.each(Object.entries(KINDS))('%s: never read, and then out of reach', async (_, make) => {
    void observeStream(make(chunksOf('a')), OPTIONS);
    await collectGarbage(() => ended().length > 0);
    expect(ended()).toEqual(['abandoned']);
  });

  test.each(Object.entries(KINDS))('%s: read in part, and then out of reach', async (_, make) => {
    await (async () => {
      const iterator = observeStream(make(chunksOf('a', 'b')), OPTIONS)[Symbol.asyncIterator]();
      await iterator.next();
    })();
    await collectGarbage(() => ended().length > 0);
    expect(ended()).toEqual(['abandoned']);
  });

  test('does not abandon a stream that is still referenced', async () => {
    const stream = observeStream(readable(chunksOf('a')), OPTIONS);
    const reader = stream.getReader();
    let rounds = 0;
    await collectGarbage(() => rounds++ > 10);
    expect(ended()).toEqual([]);
    await reader.cancel();
    expect(ended()).toEqual(['stopped']);
  });
});
