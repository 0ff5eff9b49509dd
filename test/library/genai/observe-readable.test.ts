// observeStream and web streams, in each way in which they can be read.
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { observeStream } from '../../../src/public/genai.ts';
import { registerTelemetry } from './registered-telemetry.ts';
import { type Asked, type Chunk, chunksOf, collected, failureOf, readable } from './stream-kinds.ts';

const telemetry = registerTelemetry();
beforeEach(() => telemetry.reset());
afterAll(() => telemetry[Symbol.asyncDispose]());

const OPTIONS = { model: 'm', provider: 'p' };
const watched = (chunks: Chunk[], asked?: Asked, failure?: unknown) =>
  observeStream(readable(chunks, asked, failure), OPTIONS);
const statuses = () => telemetry.spans().map(({ attributes }) => attributes['l0.stream.status']);

describe('observeStream of web streams', () => {
  test('a reader: the chunks, the end, the promise of its end', async () => {
    const chunks = chunksOf('a', 'b');
    const reader = watched(chunks).getReader();
    expect((await reader.read()).value).toBe(chunks[0]);
    expect((await reader.read()).value).toBe(chunks[1]);
    expect(statuses()).toEqual([]);
    expect(await reader.read()).toEqual({ done: true, value: undefined });
    await reader.closed;
    expect(statuses()).toEqual(['completed']);
  });

  test('a reader that is released passes the stream on to the next', async () => {
    const stream = watched(chunksOf('a', 'b', 'c'));
    const first = stream.getReader();
    await first.read();
    first.releaseLock();
    expect(stream.locked).toBe(false);
    expect(await collected(stream)).toEqual(chunksOf('b', 'c'));
    expect(telemetry.spans()).toMatchObject([{ attributes: { 'gen_ai.usage.output_tokens': 3 } }]);
  });

  test.each([
    ['the stream', (stream: ReadableStream<Chunk>) => stream.cancel('enough')],
    ['its reader', (stream: ReadableStream<Chunk>) => stream.getReader().cancel('enough')],
  ])('cancel of %s', async (_, cancel) => {
    const asked: Asked = [];
    await cancel(watched(chunksOf('a'), asked));
    expect(asked).toEqual(['closed']);
    expect(statuses()).toEqual(['stopped']);
  });

  test('values() that keeps the stream open: another one reads on', async () => {
    const stream = watched(chunksOf('a', 'b', 'c'));
    for await (const _chunk of stream.values({ preventCancel: true })) break;
    expect(statuses()).toEqual([]);
    expect(await collected(stream)).toEqual(chunksOf('b', 'c'));
    expect(statuses()).toEqual(['completed']);
  });

  test('tee: both get the same chunks, no more is read ahead than without, and there is one span', async () => {
    const [asked, plain]: [Asked, Asked] = [[], []];
    const chunks = chunksOf('a', 'b', 'c', 'd');
    const [left, right] = watched(chunks, asked).tee();
    const [bare] = readable(chunks, plain).tee();
    expect((await left.getReader().read()).value).toBe(chunks[0]);
    await bare.getReader().read();
    await new Promise(setImmediate);
    expect(asked).toEqual(plain);
    const seen = await collected(right);
    expect(seen[0]).toBe(chunks[0]);
    expect(seen).toEqual(chunks);
    expect(statuses()).toEqual(['completed']);
  });

  test('pipeThrough and pipeTo', async () => {
    const upper = new TransformStream<Chunk, string>({
      transform: ({ text }, controller) => controller.enqueue(text.toUpperCase()),
    });
    expect(await collected(watched(chunksOf('a', 'b')).pipeThrough(upper))).toEqual(['A', 'B']);
    const written: Chunk[] = [];
    await watched(chunksOf('c')).pipeTo(new WritableStream({ write: (chunk) => void written.push(chunk) }));
    expect(written).toEqual(chunksOf('c'));
    expect(statuses()).toEqual(['completed', 'completed']);
  });

  test('pipeTo: an error of either side is the error, and reaches the other side', async () => {
    const [gone, full] = [new Error('gone'), new Error('full')];
    const aborted: unknown[] = [];
    const sink = new WritableStream<Chunk>({ abort: (reason) => void aborted.push(reason) });
    expect(await failureOf(watched(chunksOf('a'), [], gone).pipeTo(sink))).toBe(gone);
    expect(aborted).toEqual([gone]);
    const asked: Asked = [];
    const broken = new WritableStream<Chunk>({
      write() {
        throw full;
      },
    });
    expect(await failureOf(watched(chunksOf('a', 'b'), asked).pipeTo(broken))).toBe(full);
    expect(asked.at(-1)).toBe('closed');
    expect(statuses()).toEqual(['failed', 'stopped']);
  });

  test('a body of a Response', async () => {
    const bytes = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('data: 1\n\n'));
        controller.close();
      },
    });
    const observed = observeStream(bytes, OPTIONS);
    expect(await new Response(observed.pipeThrough(new TransformStream())).text()).toBe('data: 1\n\n');
    expect(statuses()).toEqual(['completed']);
  });

  test('what a stream refuses it still refuses, with the same words', async () => {
    const refusals = async (stream: ReadableStream<Chunk>) => {
      stream.getReader();
      const errors = [() => stream.getReader(), () => stream.tee(), () => stream.values()].map((call) => {
        try {
          return call();
        } catch (error) {
          return String(error);
        }
      });
      return [
        ...errors,
        String(await failureOf(stream.cancel())),
        String(await failureOf(stream.pipeTo(new WritableStream()))),
      ];
    };
    expect(await refusals(watched(chunksOf('a')))).toEqual(await refusals(readable(chunksOf('a'))));
  });
});
