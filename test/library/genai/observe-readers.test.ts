// observeStream and readers of a web stream that are let go of, refused or forgotten.
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { observeStream } from '../../../src/public/genai.ts';
import { registerTelemetry } from './registered-telemetry.ts';
import { type Chunk, chunksOf, collected, collectGarbage, failureOf, readable } from './stream-kinds.ts';

const telemetry = registerTelemetry();
beforeEach(() => telemetry.reset());
afterAll(() => telemetry[Symbol.asyncDispose]());

const OPTIONS = { model: 'm', provider: 'p' };
const CHUNKS = chunksOf('a', 'b', 'c');
const watched = () => observeStream(readable(CHUNKS), OPTIONS);
const statuses = () => telemetry.spans().map(({ attributes }) => attributes['l0.stream.status']);

describe('observeStream readers', () => {
  test.each<[string, (stream: ReadableStream<Chunk>) => unknown]>([
    ['a reader', (stream) => stream.getReader().read()],
    [
      'a reader that was released',
      async (stream) => {
        const reader = stream.getReader();
        await reader.read();
        reader.releaseLock();
      },
    ],
    ['an iterator', (stream) => stream.values().next()],
    ['an iterator that keeps it open', (stream) => stream.values({ preventCancel: true }).next()],
    ['a branch', (stream) => stream.tee()[0].getReader().read()],
    ['a pipe', (stream) => stream.pipeThrough(new TransformStream()).getReader().read()],
  ])('%s, forgotten half-way: the stream is abandoned', async (_, begin) => {
    await (async () => void (await begin(watched())))();
    await collectGarbage(() => statuses().length > 0);
    expect(statuses()).toEqual(['abandoned']);
  });

  test('a loop that keeps the stream open does not end it when it is collected', async () => {
    const stream = watched();
    await (async () => {
      for await (const _chunk of stream.values({ preventCancel: true })) break;
    })();
    let rounds = 0;
    await collectGarbage(() => rounds++ > 5);
    expect(statuses()).toEqual([]);
    expect(await collected(stream)).toEqual(chunksOf('b', 'c'));
    expect(statuses()).toEqual(['completed']);
  });

  test('cancel that is refused, since somebody reads, changes nothing', async () => {
    const stream = watched();
    const reader = stream.getReader();
    expect(await failureOf(stream.cancel())).toMatchObject({ name: 'TypeError' });
    await reader.read();
    reader.releaseLock();
    expect(await failureOf(reader.cancel())).toMatchObject({ name: 'TypeError' });
    expect(statuses()).toEqual([]);
    expect(await collected(stream)).toEqual(chunksOf('b', 'c'));
    expect(statuses()).toEqual(['completed']);
  });

  test('a reader that is let go of while it reads has not failed', async () => {
    const { readable: pushed, writable } = new TransformStream<Chunk, Chunk>();
    const stream = observeStream(pushed, OPTIONS);
    const reader = stream.getReader();
    const failure = failureOf(reader.read());
    reader.releaseLock();
    expect(await failure).toMatchObject({ name: 'TypeError' });
    expect(statuses()).toEqual([]);
    const source = writable.getWriter();
    void Promise.all([...CHUNKS.map((chunk) => source.write(chunk)), source.close()]);
    expect(await collected(stream)).toEqual(CHUNKS);
    expect(statuses()).toEqual(['completed']);
  });
});
