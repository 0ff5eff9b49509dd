import { promisify } from 'node:util';
import { gunzip, inflate, inflateRaw } from 'node:zlib';
import { malformed, tooLarge, unsupported } from './telemetry/otlp-refusal.ts';

/** 16 MiB, before and after decompression; the Collector's default is 20 MiB. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

const options = { maxOutputLength: MAX_BODY_BYTES };
const unzip = promisify(gunzip) as (body: Uint8Array, limits: typeof options) => Promise<Buffer>;
const inflateZlib = promisify(inflate) as typeof unzip;
const inflateBare = promisify(inflateRaw) as typeof unzip;

/**
 * Collects a request body.
 * @throws {OtlpRefusal} beyond MAX_BODY_BYTES; the rest of the stream is then discarded, not kept.
 */
export async function readBody(stream: AsyncIterable<Uint8Array>, limit = MAX_BODY_BYTES): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length <= limit) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (length > limit) throw tooLarge(MAX_BODY_BYTES);
  return Buffer.concat(chunks);
}

/**
 * Undoes a content-encoding (HTTP) or grpc-encoding.
 * @throws {OtlpRefusal} for an unknown encoding, for bytes that are not in it and for more than MAX_BODY_BYTES.
 */
export async function decompress(body: Buffer, encoding: string): Promise<Buffer> {
  try {
    if (encoding === 'identity') return body;
    if (encoding === 'gzip') return await unzip(body, options);
    // "deflate" means zlib's format, yet some clients send the bare stream. Only zlib's format has the low nibble 8.
    if (encoding === 'deflate') return await (isZlib(body) ? inflateZlib : inflateBare)(body, options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(MAX_BODY_BYTES);
    throw malformed(`The body is not valid ${encoding}: ${(error as Error).message}`, error);
  }
  throw unsupported(`content-encoding: expected gzip, deflate or identity, got ${JSON.stringify(encoding)}`);
}

const isZlib = (body: Buffer): boolean =>
  body.length >= 2 && ((body[0] ?? 0) & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0;
