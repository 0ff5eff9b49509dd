// Streams in the forms in which SDKs hand them out, over chunks that the test holds.

import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface Chunk {
  readonly text: string;
}

export const chunksOf = (...texts: string[]): Chunk[] => texts.map((text) => ({ text }));

/** What somebody asked of a stream, in order. */
export type Asked = string[];

export async function* generated(chunks: Iterable<Chunk>, asked: Asked = [], failure?: unknown): AsyncGenerator<Chunk> {
  try {
    for (const chunk of chunks) {
      asked.push(`next ${chunk.text}`);
      yield chunk;
    }
    if (failure !== undefined) throw failure;
  } finally {
    asked.push('closed');
  }
}

/** By hand, as libraries write it: no class, no `throw`. */
export function handWritten(chunks: readonly Chunk[], asked: Asked = [], failure?: unknown): AsyncIterable<Chunk> {
  let place = 0;
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        const value = chunks[place++];
        asked.push(value === undefined ? 'end' : `next ${value.text}`);
        if (value === undefined && failure !== undefined) throw failure;
        return value === undefined ? { done: true, value: undefined } : { done: false, value };
      },
      async return(value) {
        asked.push('closed');
        return { done: true, value };
      },
    }),
  };
}

/** Nothing is read ahead of who asks. */
export function readable(chunks: readonly Chunk[], asked: Asked = [], failure?: unknown): ReadableStream<Chunk> {
  let place = 0;
  return new ReadableStream<Chunk>(
    {
      pull(controller) {
        const chunk = chunks[place++];
        asked.push(chunk === undefined ? 'end' : `next ${chunk.text}`);
        if (chunk !== undefined) controller.enqueue(chunk);
        else if (failure === undefined) controller.close();
        else controller.error(failure);
      },
      cancel: () => void asked.push('closed'),
    },
    { highWaterMark: 0 },
  );
}

export const KINDS = { generated, handWritten, readable };

export async function collected<T>(stream: AsyncIterable<T>, enough = Number.POSITIVE_INFINITY): Promise<T[]> {
  const all: T[] = [];
  for await (const chunk of stream) {
    all.push(chunk);
    if (all.length >= enough) break;
  }
  return all;
}

/** What a promise rejects with. */
export const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expectedFailure,
    (error: unknown) => error,
  );
const expectedFailure = Symbol('nothing was thrown');

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/** Lets what nobody holds be collected, until `isDone`. */
export async function collectGarbage(isDone: () => boolean): Promise<void> {
  for (let round = 0; round < 200 && !isDone(); round++) {
    await delay(5);
    gc();
  }
}
