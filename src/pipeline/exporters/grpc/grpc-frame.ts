import { getBuiltinModule } from '../transport/unpatched-builtins.ts';

/**
 * The framing of a unary gRPC call:
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 */

/** One flag byte and four of length precede each message on a stream. */
const PREFIX_BYTES = 5;

/** A message as the stream carries it. `compressed`: `body` is compressed as the header grpc-encoding names. */
export function frameGrpcMessage(body: Uint8Array, compressed: boolean): Uint8Array {
  const framed = new Uint8Array(PREFIX_BYTES + body.length);
  framed[0] = compressed ? 1 : 0;
  new DataView(framed.buffer).setUint32(1, body.length);
  framed.set(body, PREFIX_BYTES);
  return framed;
}

/**
 * The message of a response, at most `limitBytes` long when decompressed; undefined when there is none that can be read. Servers compress
 * their response as the request was, whether or not the client announced that it can read that.
 */
export function readGrpcMessage(framed: Uint8Array, encoding: string, limitBytes: number): Uint8Array | undefined {
  if (framed.length < PREFIX_BYTES) return undefined;
  const length = new DataView(framed.buffer, framed.byteOffset).getUint32(1);
  const message = framed.subarray(PREFIX_BYTES);
  if (message.length !== length) return undefined;
  if (framed[0] === 0) return message;
  if (encoding !== 'gzip') return undefined;
  try {
    return getBuiltinModule('node:zlib').gunzipSync(message, { maxOutputLength: limitBytes });
  } catch {
    return undefined;
  }
}
