import { overrideMethod } from './own-property.ts';

type Readable = ReadableStream<unknown>;
type Reader = ReadableStreamDefaultReader<unknown>;

/** These read the native stream without any method that could be watched: here they get one that asks a watched reader, chunk by chunk. */
export function relayPipes(stream: Readable): void {
  overrideMethod<Readable['pipeTo']>(stream, 'pipeTo', (original, _, args) => {
    // What it would refuse, it still does.
    if (stream.locked) return Reflect.apply(original, stream, args);
    const { relay, release } = relayOf(stream);
    const piped = Reflect.apply(original, relay, args);
    // It may leave the stream to the next one. The promise that is handed on rejects for itself.
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

/** Both branches are of the kind of the stream, which stays locked, as it does without. */
export function relayTee(stream: Readable): void {
  overrideMethod<Readable['tee']>(stream, 'tee', (original, _, args) => {
    if (stream.locked) return Reflect.apply(original, stream, args);
    const isOfBytes = readsBytes(stream);
    const reader = stream.getReader();
    return Reflect.apply(original, isOfBytes ? byteRelay(reader) : chunkRelay(reader, () => {}), args);
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
      // Who waits with a buffer of his own hears of the end by it.
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
