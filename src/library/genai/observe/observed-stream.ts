import { isStreamHelper, observeHelper } from './eventful-stream.ts';
import { type IterationOptions, observeIterator } from './observed-iterator.ts';
import { observeReadable } from './observed-readable.ts';
import { endUnread, endWith } from './open-observations.ts';
import { inPlaceOf, override } from './own-property.ts';
import type { StreamReport } from './stream-event-emitter.ts';
import type { StreamObservation } from './stream-observation.ts';

type Iterate = () => AsyncIterator<unknown>;

interface AnyStream extends AsyncIterable<unknown> {
  /** Of openai's and Anthropic's `Stream`: every way to read goes through it. */
  iterator?: Iterate;
  readonly controller?: { readonly signal?: unknown };
  next?: unknown;
}

/** Takes in one more who wants to hear of a stream. */
export interface Reporting {
  attach(report: StreamReport): void;
}

// On the global object: the instrumentation of an SDK and observeStream may be in two bundles.
const OBSERVED = Symbol.for('otelier.observed-streams');
const globals = globalThis as { [OBSERVED]?: WeakMap<object, Reporting> };
const observed = globals[OBSERVED] ?? new WeakMap<object, Reporting>();
globals[OBSERVED] = observed;

/** What watches a stream or a promise of one already. */
export const watchOf = (stream: object): Reporting | undefined => observed.get(stream);

export function rememberObservation(stream: object, watch: Reporting): void {
  observed.set(stream, watch);
}

export function isStream(value: unknown): value is AsyncIterable<unknown> & object {
  if (typeof value !== 'object' || value === null) return false;
  return typeof (value as AnyStream)[Symbol.asyncIterator] === 'function' || value instanceof ReadableStream;
}

/** Watches a stream until its one end. Answers the same object, or, where that allows no change, one that stands for it. */
export function observe<S extends AsyncIterable<unknown>>(
  stream: S,
  observation: StreamObservation,
  options: IterationOptions = {},
): S {
  observed.set(stream, observation);
  const signal = (stream as AnyStream).controller?.signal;
  if (signal instanceof AbortSignal) observation.signal ??= signal;
  observation.ready();
  if (stream instanceof ReadableStream) {
    endWith(stream, observation);
    observeReadable(stream, observation);
    return stream;
  }
  endUnread(stream, observation);
  if (!isStreamHelper(stream)) return observeIterable(stream, observation, options);
  observeHelper(stream, observation);
  return stream;
}

function observeIterable<S extends AnyStream>(stream: S, observation: StreamObservation, options: IterationOptions): S {
  if (typeof stream.next === 'function')
    return observeIterator(stream as unknown as AsyncIterator<unknown>, observation, options) as unknown as S;
  // A Readable of Node has a method of that name, which its own iteration does not ask.
  const isOfSdk = typeof stream.iterator === 'function' && Object.hasOwn(stream, 'iterator');
  const name = isOfSdk ? 'iterator' : Symbol.asyncIterator;
  const original = stream[name] as Iterate;
  const iterate = inPlaceOf(original, (self, args) => {
    const iterator = Reflect.apply(original, self, args);
    // A second one is another story, or an error: these streams can be read once.
    return observation.isBegun ? iterator : observeIterator(iterator, observation, options);
  });
  if (override(stream, name, iterate)) return stream;
  return { [Symbol.asyncIterator]: () => Reflect.apply(iterate, stream, []) } as S;
}
