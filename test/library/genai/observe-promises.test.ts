// observeStream and promises of streams: the very promise, whatever it is, and its errors are the application's.
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { observeStream } from '../../../src/public/genai.ts';
import { registerTelemetry } from './registered-telemetry.ts';
import { type Chunk, chunksOf, collected, collectGarbage, failureOf, handWritten } from './stream-kinds.ts';

const telemetry = registerTelemetry();
const unhandled: unknown[] = [];
const keep = (error: unknown): void => void unhandled.push(error);
process.on('unhandledRejection', keep);
beforeEach(() => telemetry.reset());
afterEach(() => expect(unhandled.splice(0)).toEqual([]));
afterAll(() => {
  process.off('unhandledRejection', keep);
  return telemetry[Symbol.asyncDispose]();
});

const OPTIONS = { model: 'm', provider: 'p' };
const CHUNKS = chunksOf('a', 'b');
const statuses = () => telemetry.spans().map(({ attributes }) => attributes['l0.stream.status']);
type Stream = AsyncIterable<Chunk>;

/** As libraries generate it: methods of its own, and all of Promise. */
class Answered extends Promise<Stream> {
  withRawResponse() {
    return this.then((data) => ({ data, status: 200 }));
  }
}

/** Asks for nothing before somebody waits. */
class Lazy extends Promise<Stream> {
  asked = 0;
  constructor() {
    super(() => {});
  }
  // biome-ignore lint/suspicious/noThenProperty: it is what such promises do.
  override then(...args: unknown[]): never {
    this.asked++;
    return Promise.resolve(handWritten(CHUNKS)).then(...(args as [])) as never;
  }
  override finally(...args: unknown[]): never {
    return Promise.resolve(handWritten(CHUNKS)).finally(...(args as [])) as never;
  }
}

const thenable = (): PromiseLike<Stream> => {
  const promise = Promise.resolve(handWritten(CHUNKS));
  // biome-ignore lint/suspicious/noThenProperty: this is one.
  return { then: promise.then.bind(promise) as PromiseLike<Stream>['then'] };
};

describe('observeStream of promises', () => {
  test.each<[string, () => PromiseLike<Stream>]>([
    ['a promise', () => Promise.resolve(handWritten(CHUNKS))],
    ['a promise of a class of its own', () => Answered.resolve(handWritten(CHUNKS)) as Promise<Stream>],
    ['one that asks late', () => new Lazy()],
    ['a thenable', thenable],
  ])('%s is the same object, and can be iterated; observed twice it has one span', async (_, make) => {
    const promise = make();
    const observed = observeStream(promise, OPTIONS);
    expect(observed).toBe(promise);
    expect(await collected(observeStream(promise, OPTIONS))).toEqual(CHUNKS);
    expect(statuses()).toEqual(['completed']);
  });

  test('methods of a class of its own stay, and what they give is watched', async () => {
    const promise = observeStream(Answered.resolve(handWritten(CHUNKS)) as Answered, OPTIONS);
    expect(await collected((await promise.withRawResponse()).data)).toEqual(CHUNKS);
    const lazy = observeStream(new Lazy(), OPTIONS);
    expect(lazy.asked).toBe(0);
    expect(await collected(await lazy.finally(() => {}))).toEqual(CHUNKS);
    expect(statuses()).toEqual(['completed', 'completed']);
  });

  test.each([
    ['a promise', () => Promise.reject<Stream>(new Error('refused'))],
    ['a promise of a class of its own', () => Answered.reject(new Error('refused')) as Promise<Stream>],
    ['a frozen promise', () => Object.freeze(Promise.reject<Stream>(new Error('refused')))],
  ])('%s that rejects, and is handled where it was made', async (_, make) => {
    const promise = make();
    observeStream(promise, OPTIONS);
    expect(await failureOf(promise.finally(() => {}))).toMatchObject({ message: 'refused' });
    await new Promise(setImmediate);
    expect(statuses()).toEqual(['failed']);
  });

  test('abandons a promise that nothing awaits', async () => {
    (() => {
      observeStream(new Promise<Stream>(() => {}), OPTIONS);
      observeStream(new Lazy(), OPTIONS);
    })();
    await collectGarbage(() => statuses().length > 1);
    expect(statuses()).toEqual(['abandoned', 'abandoned']);
  });
});
