// observeStream and the streams of no SDK: what the consumer gets, and the one span of each.
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { observeStream } from '../../../../src/public/genai.ts';
import { registerTelemetry } from '../registered-telemetry.ts';
import { type Asked, chunksOf, collected, failureOf, handWritten, KINDS, readable } from '../stream-kinds.ts';

const telemetry = registerTelemetry();
beforeEach(() => telemetry.reset());
afterAll(() => telemetry[Symbol.asyncDispose]());

const OPTIONS = { model: 'm', provider: 'p' };
const kinds = Object.entries(KINDS);

describe('observeStream', () => {
  test.each(kinds)('%s: the same object, the same chunks, one span', async (_, make) => {
    const chunks = chunksOf('one', ' two');
    const stream = make(chunks);
    const observed = observeStream(stream, OPTIONS);
    expect(observed).toBe(stream);
    const seen = await collected(observed);
    expect(seen).toHaveLength(2);
    for (const [index, chunk] of seen.entries()) expect(chunk).toBe(chunks[index]);
    expect(telemetry.spans()).toMatchObject([
      {
        name: 'chat m',
        kind: SpanKind.CLIENT,
        status: { code: SpanStatusCode.UNSET },
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'p',
          'gen_ai.request.model': 'm',
          'gen_ai.request.stream': true,
          'gen_ai.response.time_to_first_chunk': expect.any(Number),
          'gen_ai.usage.output_tokens': 2,
          'l0.usage.estimated': true,
          'l0.stream.status': 'completed',
          'l0.stream.completed': true,
          'l0.time_to_first_token_ms': expect.any(Number),
          'l0.tokens_per_second': expect.any(Number),
          'l0.inter_token_latency_ms.mean': expect.any(Number),
        },
      },
    ]);
  });

  test.each(kinds)('%s: nothing is read before it is asked for', async (_, make) => {
    const [asked, plain]: [Asked, Asked] = [[], []];
    const observed = observeStream(make(chunksOf('a', 'b', 'c'), asked), OPTIONS);
    const bare = make(chunksOf('a', 'b', 'c'), plain);
    await new Promise(setImmediate);
    expect(asked).toEqual([]);
    for await (const { text } of observed) {
      expect(asked.at(-1)).toBe(`next ${text}`);
      await new Promise(setImmediate);
      expect(asked.at(-1)).toBe(`next ${text}`);
    }
    await collected(bare);
    expect(asked).toEqual(plain);
  });

  test.each(kinds)('%s: break closes what is read, and the span at once', async (_, make) => {
    const asked: Asked = [];
    for await (const _chunk of observeStream(make(chunksOf('a', 'b', 'c'), asked), OPTIONS)) break;
    expect(asked).toEqual(['next a', 'closed']);
    expect(telemetry.spans()).toMatchObject([
      {
        status: { code: SpanStatusCode.UNSET },
        attributes: { 'l0.stream.status': 'stopped', 'l0.stream.completed': false },
      },
    ]);
  });

  test.each(kinds)("%s: the consumer's own error is its own", async (_, make) => {
    const asked: Asked = [];
    const mine = new RangeError('mine');
    const read = async (): Promise<void> => {
      for await (const _chunk of observeStream(make(chunksOf('a', 'b'), asked), OPTIONS)) throw mine;
    };
    expect(await failureOf(read())).toBe(mine);
    expect(asked.at(-1)).toBe('closed');
    expect(telemetry.spans()).toMatchObject([{ attributes: { 'l0.stream.status': 'stopped' } }]);
  });

  test.each(kinds)('%s: what the stream throws is the very error, and on the span', async (_, make) => {
    const failure = Object.assign(new Error('the model is gone'), { code: 'overloaded' });
    const seen: unknown[] = [];
    const read = async (): Promise<void> => {
      for await (const chunk of observeStream(make(chunksOf('a'), [], failure), OPTIONS)) seen.push(chunk);
    };
    expect(await failureOf(read())).toBe(failure);
    expect(seen).toHaveLength(1);
    expect(telemetry.spans()).toMatchObject([
      {
        status: { code: SpanStatusCode.ERROR, message: 'the model is gone' },
        attributes: { 'error.type': 'overloaded', 'l0.stream.status': 'failed', 'l0.stream.completed': false },
      },
    ]);
  });

  test('an error that is not an Error', async () => {
    expect(await failureOf(collected(observeStream(handWritten([], [], 'gone'), OPTIONS)))).toBe('gone');
    expect(telemetry.spans()).toMatchObject([{ status: { code: SpanStatusCode.ERROR, message: 'gone' } }]);
  });

  test('by hand: next, return, and what comes after them', async () => {
    const iterator = observeStream(KINDS.generated(chunksOf('a', 'b')), OPTIONS)[Symbol.asyncIterator]();
    expect(await iterator.next()).toEqual({ done: false, value: { text: 'a' } });
    expect(await iterator.return?.('enough')).toEqual({ done: true, value: 'enough' });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(telemetry.spans()).toMatchObject([{ attributes: { 'l0.stream.status': 'stopped' } }]);
  });

  test('throw, into a generator', async () => {
    const mine = new TypeError('mine');
    const stream = observeStream(KINDS.generated(chunksOf('a', 'b')), OPTIONS);
    await stream.next();
    expect(await failureOf(stream.throw(mine))).toBe(mine);
    expect(telemetry.spans()).toMatchObject([
      { attributes: { 'l0.stream.status': 'failed', 'error.type': 'TypeError' } },
    ]);
  });

  test('read twice, or watched twice: one span', async () => {
    const stream = handWritten(chunksOf('a', 'b', 'c', 'd'));
    expect(observeStream(observeStream(stream, OPTIONS), OPTIONS)).toBe(stream);
    expect(await collected(stream, 1)).toHaveLength(1);
    expect(await collected(stream)).toHaveLength(3);
    expect(telemetry.spans()).toHaveLength(1);
  });

  test('a frozen stream is watched by another object that reads it', async () => {
    const chunks = chunksOf('a', 'b');
    const observed = observeStream(Object.freeze(handWritten(chunks)), OPTIONS);
    expect(await collected(observed)).toEqual(chunks);
    expect(telemetry.spans()).toMatchObject([{ attributes: { 'l0.stream.status': 'completed' } }]);
  });

  test('nothing that can be seen of the stream is other than before', () => {
    const seen = (stream: object) => [
      Object.keys(stream),
      JSON.stringify(stream),
      String(stream),
      stream.constructor.name,
    ];
    for (const make of [KINDS.generated, readable])
      expect(seen(observeStream(make([]) as AsyncIterable<unknown> & object, OPTIONS))).toEqual(seen(make([])));
  });
});
