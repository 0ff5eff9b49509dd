import { type IterationOptions, observeIterator } from './observed-iterator.ts';
import { overrideMethod } from './own-property.ts';
import { relayPipes, relayTee } from './piped-readable.ts';
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
    // The platform refuses it while somebody else reads.
    if (!stream.locked) observation.stopped();
    return original.apply(stream, args);
  });
  // One of a library's own reads by a reader.
  if (isNative) for (const name of ['values', Symbol.asyncIterator]) observeValues(stream, name, observation);
  relayPipes(stream);
  relayTee(stream);
}

function observeValues(stream: Readable, name: PropertyKey, observation: StreamObservation): void {
  overrideMethod<Readable['values']>(stream, name, (original, _, args) => {
    const options: IterationOptions = { isKeptOpen: args[0]?.preventCancel === true };
    return observeIterator(original.apply(stream, args), observation, options) as never;
  });
}

function observeReader(reader: Reader, observation: StreamObservation): Reader {
  observation.isBegun = true;
  let isReleased = false;
  overrideMethod<Reader['releaseLock']>(reader, 'releaseLock', (original, _, args) => {
    Reflect.apply(original, reader, args);
    isReleased = true;
  });
  overrideMethod<Reader['read']>(reader, 'read', (original, _, args) =>
    original.apply(reader, args).then(
      (result) => observation.seen(result),
      (error) => {
        // A reader that was let go of says nothing about the stream.
        if (!isReleased) observation.failed(error);
        throw error;
      },
    ),
  );
  overrideMethod<Reader['cancel']>(reader, 'cancel', (original, _, args) => {
    if (!isReleased) observation.stopped();
    return original.apply(reader, args);
  });
  return reader;
}
