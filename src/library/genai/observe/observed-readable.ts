import { endWithSource } from './observation-registry.ts';
import { type IterationOptions, observeIterator, type ReadObserver } from './observed-iterator.ts';
import { overrideMethod } from './own-property.ts';

type Readable = ReadableStream<unknown>;
type Reader = ReadableStreamDefaultReader<unknown>;

/**
 * Observes a web stream that is iterated, read by a reader, piped or split. It stays the same object, and nothing is read before its consumer reads. The `fetch`
 * of Node reads its response bodies with `getReader` and clones them with `tee`, so this covers `response.text()`, `json()` and `clone()` too.
 */
export function observeReadable(stream: Readable, observer: ReadObserver): void {
  endWithSource(stream, observer);
  const native = (ReadableStream.prototype as AsyncIterable<unknown>)[Symbol.asyncIterator];
  const isNative = (stream as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator] === native;
  overrideMethod<Readable['getReader']>(
    stream,
    'getReader',
    (original, _, args) => observeReader(Reflect.apply(original, stream, args) as Reader, observer) as never,
  );
  overrideMethod<Readable['cancel']>(stream, 'cancel', (original, _, args) => {
    // The platform rejects the call while another reader holds the stream.
    if (!stream.locked) observer.stopped();
    return original.apply(stream, args);
  });
  // The iterators of a library's own subclass read with a reader.
  if (isNative) for (const name of ['values', Symbol.asyncIterator]) observeValues(stream, name, observer);
  observePipes(stream);
  observeTee(stream);
}

function observeValues(stream: Readable, name: PropertyKey, observer: ReadObserver): void {
  overrideMethod<Readable['values']>(stream, name, (original, _, args) => {
    const options: IterationOptions = { isKeptOpen: args[0]?.preventCancel === true };
    return observeIterator(original.apply(stream, args), observer, options) as never;
  });
}

function observeReader(reader: Reader, observer: ReadObserver): Reader {
  observer.isStarted = true;
  let isReleased = false;
  overrideMethod<Reader['releaseLock']>(reader, 'releaseLock', (original, _, args) => {
    Reflect.apply(original, reader, args);
    isReleased = true;
  });
  overrideMethod<Reader['read']>(reader, 'read', (original, _, args) =>
    original.apply(reader, args).then(
      (result) => {
        observer.observeResult(result);
        return result;
      },
      (error) => {
        // The error of a released reader is not an error of the stream.
        if (!isReleased) observer.failed(error);
        throw error;
      },
    ),
  );
  overrideMethod<Reader['cancel']>(reader, 'cancel', (original, _, args) => {
    if (!isReleased) observer.stopped();
    return original.apply(reader, args);
  });
  return reader;
}

/** Pipes read a native stream without calling its methods: here they get a relay, which reads from an observed reader chunk by chunk. */
function observePipes(stream: Readable): void {
  overrideMethod<Readable['pipeTo']>(stream, 'pipeTo', (original, _, args) => {
    // The original rejects a locked stream.
    if (stream.locked) return Reflect.apply(original, stream, args);
    const { relay, release } = relayOf(stream);
    const piped = Reflect.apply(original, relay, args);
    // A pipe may leave the stream open for the next reader. Its own promise still rejects for the application.
    piped.then(release, release);
    return piped;
  });
  overrideMethod<Readable['pipeThrough']>(stream, 'pipeThrough', (original, _, args) => {
    if (stream.locked) return Reflect.apply(original, stream, args);
    const { relay, release } = relayOf(stream);
    try {
      return Reflect.apply(original, relay, args);
    } catch (error) {
      release();
      throw error;
    }
  });
}

/** Both branches are of the stream's kind, and the stream stays locked, as without observation. */
function observeTee(stream: Readable): void {
  overrideMethod<Readable['tee']>(stream, 'tee', (original, _, args) => {
    if (stream.locked) return Reflect.apply(original, stream, args);
    const isByteStream = readsBytes(stream);
    const reader = stream.getReader();
    return Reflect.apply(original, isByteStream ? byteRelay(reader) : chunkRelay(reader, () => {}), args);
  });
}

function relayOf(stream: Readable): { readonly relay: Readable; readonly release: () => void } {
  const reader = stream.getReader();
  const release = (): void => reader.releaseLock();
  return { relay: chunkRelay(reader, release), release };
}

function chunkRelay(reader: Reader, release: () => void): Readable {
  return new ReadableStream<unknown>(
    {
      async pull(controller) {
        const { done, value } = await readOr(release, reader);
        if (done) controller.close();
        else controller.enqueue(value);
        if (done) release();
      },
      cancel: (reason) => reader.cancel(reason).finally(release),
    },
    { highWaterMark: 0 },
  );
}

async function readOr(release: () => void, reader: Reader): ReturnType<Reader['read']> {
  try {
    return await reader.read();
  } catch (error) {
    release();
    throw error;
  }
}

function byteRelay(reader: Reader): Readable {
  return new ReadableStream({
    type: 'bytes',
    async pull(controller) {
      const { done, value } = await reader.read();
      if (!done) return controller.enqueue(value as Uint8Array<ArrayBuffer>);
      controller.close();
      // A BYOB reader that waits with its own buffer learns of the end by this.
      controller.byobRequest?.respond(0);
    },
    cancel: (reason) => reader.cancel(reason),
  }) as Readable;
}

function readsBytes(stream: Readable): boolean {
  try {
    ReadableStream.prototype.getReader.call(stream, { mode: 'byob' }).releaseLock();
    return true;
  } catch {
    return false;
  }
}
