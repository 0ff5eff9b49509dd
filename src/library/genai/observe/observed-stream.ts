import { endWhenUnread, registerObserver } from './observation-registry.ts';
import { type IterationOptions, observeIterator } from './observed-iterator.ts';
import { observeReadable } from './observed-readable.ts';
import { override, replacementFor } from './own-property.ts';
import { isStreamHelper, observeHelper } from './sdk-stream.ts';
import type { StreamObservation } from './stream-observation.ts';

type Iterate = () => AsyncIterator<unknown>;

interface AnyStream extends AsyncIterable<unknown> {
  /** A field of the `Stream` class of openai and Anthropic, through which all of its methods read. */
  iterator?: Iterate;
  readonly controller?: { readonly signal?: unknown };
  next?: unknown;
}

export function isStream(value: unknown): value is AsyncIterable<unknown> & object {
  if (typeof value !== 'object' || value === null) return false;
  return typeof (value as AnyStream)[Symbol.asyncIterator] === 'function' || value instanceof ReadableStream;
}

/** Observes a stream until its one end. Returns the same object, or a wrapper if it allows no change. */
export function observeStreamObject<S extends AsyncIterable<unknown>>(
  stream: S,
  observation: StreamObservation,
  options: IterationOptions = {},
): S {
  registerObserver(stream, observation);
  const signal = (stream as AnyStream).controller?.signal;
  if (signal instanceof AbortSignal) observation.signal ??= signal;
  observation.ready();
  if (stream instanceof ReadableStream) {
    observeReadable(stream, observation);
    return stream;
  }
  endWhenUnread(stream, observation);
  if (!isStreamHelper(stream)) return observeIterable(stream, observation, options);
  observeHelper(stream, observation);
  return stream;
}

function observeIterable<S extends AnyStream>(stream: S, observation: StreamObservation, options: IterationOptions): S {
  if (typeof stream.next === 'function')
    return observeIterator(stream as unknown as AsyncIterator<unknown>, observation, options) as unknown as S;
  // A Readable of Node has a method `iterator` too, but does not use it to iterate.
  const isOfSdk = typeof stream.iterator === 'function' && Object.hasOwn(stream, 'iterator');
  const name = isOfSdk ? 'iterator' : Symbol.asyncIterator;
  const original = stream[name] as Iterate;
  const iterate = replacementFor(original, (self, args) => {
    const iterator = Reflect.apply(original, self, args);
    // Such a stream can be read once: a second iteration fails or is empty.
    return observation.isStarted ? iterator : observeIterator(iterator, observation, options);
  });
  if (override(stream, name, iterate)) return stream;
  return { [Symbol.asyncIterator]: () => Reflect.apply(iterate, stream, []) } as S;
}
