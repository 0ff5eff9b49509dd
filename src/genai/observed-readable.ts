import { type IterationOptions, observeIterator } from './observed-iterator.ts';
import { overrideMethod } from './own-property.ts';
import type { StreamObservation } from './stream-observation.ts';

type Readable = ReadableStream<unknown>;
type Reader = ReadableStreamDefaultReader<unknown>;

/** Watches a web stream, whichever way it is read: by a reader, iterated, piped or split. It is the same object, and nothing is read before it is asked for. */
export function observeReadable(stream: Readable, observation: StreamObservation): void {
  const native = ReadableStream.prototype as { [Symbol.asyncIterator]?: unknown };
  const isNative =
    (stream as { [Symbol.asyncIterator]?: unknown })[Symbol.asyncIterator] === native[Symbol.asyncIterator];
  overrideMethod<Readable['getReader']>(
    stream,
    'getReader',
    (original, _, args) => observeReader(Reflect.apply(original, stream, args) as Reader, observation) as never,
  );
  overrideMethod<Readable['cancel']>(stream, 'cancel', (original, _, args) => {
    observation.stopped();
    return original.apply(stream, args);
  });
  // One of a library's own reads by a reader.
  if (isNative) for (const name of ['values', Symbol.asyncIterator]) observeValues(stream, name, observation);
  for (const name of ['pipeTo', 'pipeThrough', 'tee']) readByReader(stream, name);
}

function observeValues(stream: Readable, name: PropertyKey, observation: StreamObservation): void {
  overrideMethod<Readable['values']>(stream, name, (original, _, args) => {
    const options: IterationOptions = { isKeptOpen: args[0]?.preventCancel === true };
    return observeIterator(original.apply(stream, args), observation, options) as never;
  });
}

function observeReader(reader: Reader, observation: StreamObservation): Reader {
  observation.isBegun = true;
  overrideMethod<Reader['read']>(reader, 'read', (original, _, args) =>
    original.apply(reader, args).then(
      (result) => {
        if (result.done) observation.finished();
        else observation.chunk(result.value);
        return result;
      },
      (error) => {
        observation.failed(error);
        throw error;
      },
    ),
  );
  overrideMethod<Reader['cancel']>(reader, 'cancel', (original, _, args) => {
    observation.stopped();
    return original.apply(reader, args);
  });
  return reader;
}

/** These read the native stream without any method that could be watched: here they get one that asks a watched reader, chunk by chunk. */
function readByReader(stream: Readable, name: PropertyKey): void {
  overrideMethod(stream, name, (original, _, args) => {
    // What it would refuse, it still does.
    if (stream.locked) return Reflect.apply(original, stream, args);
    return Reflect.apply(original, pulledFrom(stream), args);
  });
}

function pulledFrom(stream: Readable): Readable {
  const reader = stream.getReader();
  return new ReadableStream<unknown>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
