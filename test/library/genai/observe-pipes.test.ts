// observeStream and what pipes and splits leave of a web stream: locked or not as without, and of the same kind.
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { observeStream } from '../../../src/public/genai.ts';
import { registerTelemetry } from './registered-telemetry.ts';
import { type Chunk, chunksOf, collected, failureOf, readable } from './stream-kinds.ts';

const telemetry = registerTelemetry();
beforeEach(() => telemetry.reset());
afterAll(() => telemetry[Symbol.asyncDispose]());

const OPTIONS = { model: 'm', provider: 'p' };
const watched = (...texts: string[]) => observeStream(readable(chunksOf(...texts)), OPTIONS);
const statuses = () => telemetry.spans().map(({ attributes }) => attributes['l0.stream.status']);

describe('observeStream pipes', () => {
  test('pipeTo that leaves the stream open: another one reads on', async () => {
    const stream = watched('a', 'b', 'c', 'd');
    const written: Chunk[] = [];
    const full = new WritableStream<Chunk>({
      write(chunk) {
        if (written.push(chunk) === 2) throw new Error('full');
      },
    });
    expect(await failureOf(stream.pipeTo(full, { preventCancel: true }))).toMatchObject({ message: 'full' });
    expect(stream.locked).toBe(false);
    expect(await collected(stream)).toEqual(chunksOf('c', 'd'));
    expect(statuses()).toEqual(['completed']);
  });

  test('pipeTo and pipeThrough that are refused leave the stream as it was', async () => {
    const stream = watched('a', 'b');
    expect(await failureOf(stream.pipeTo({} as WritableStream))).toMatchObject({ name: 'TypeError' });
    expect(() => stream.pipeThrough({} as TransformStream)).toThrow(/must be/);
    expect(stream.locked).toBe(false);
    expect(await collected(stream)).toEqual(chunksOf('a', 'b'));
    expect(statuses()).toEqual(['completed']);
  });

  test('a stream that was piped to its end, or whose pipe was cancelled, is free', async () => {
    const [piped, through, cut] = [watched('a'), watched('a'), watched('a', 'b')];
    await piped.pipeTo(new WritableStream());
    await collected(through.pipeThrough(new TransformStream()));
    await cut.pipeThrough(new TransformStream()).cancel();
    await new Promise(setImmediate);
    expect([piped.locked, through.locked, cut.locked]).toEqual([false, false, false]);
    expect(statuses()).toEqual(['completed', 'completed', 'stopped']);
  });

  test('tee of a stream of bytes: its branches are read into buffers of the reader, up to their end', async () => {
    const bytes = new ReadableStream({
      type: 'bytes',
      start(controller) {
        controller.enqueue(new Uint8Array([1, 2, 3]));
        controller.close();
      },
    });
    const [left, right] = observeStream(bytes, OPTIONS).tee();
    const reader = left.getReader({ mode: 'byob' });
    expect((await reader.read(new Uint8Array(8))).value).toEqual(new Uint8Array([1, 2, 3]));
    expect((await reader.read(new Uint8Array(8))).done).toBe(true);
    expect(await collected(right)).toEqual([new Uint8Array([1, 2, 3])]);
    expect(bytes.locked).toBe(true);
    expect(statuses()).toEqual(['completed']);
  });
});
