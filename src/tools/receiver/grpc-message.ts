/**
 * The framing and header values of gRPC over HTTP/2 that unary calls need:
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 */
import { decompress, MAX_BODY_BYTES } from './body-encoding.ts';
import { malformed, tooLarge } from './telemetry/otlp-refusal.ts';

/** One flag byte and four of length precede each message on a stream. */
export const GRPC_PREFIX_BYTES = 5;

/** Extracts the one message of a unary call's body and decompresses it. */
export async function unframeGrpcMessage(body: Buffer, encoding: string): Promise<Buffer> {
  if (body.length < GRPC_PREFIX_BYTES) throw malformed(`Expected a gRPC message, got ${body.length} bytes`);
  const declared = body.readUInt32BE(1);
  if (declared > MAX_BODY_BYTES) throw tooLarge(MAX_BODY_BYTES);
  const message = body.subarray(GRPC_PREFIX_BYTES);
  if (message.length !== declared) {
    throw malformed(`Expected one gRPC message of ${declared} bytes, got ${message.length} bytes`);
  }
  return body[0] === 0 ? message : decompress(message, encoding);
}

export function writeGrpcMessage(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(GRPC_PREFIX_BYTES);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/** The value of a grpc-message header: UTF-8 with everything but printable ASCII (and the percent sign) escaped. */
export function encodeGrpcMessageHeader(text: string): string {
  const escaped = (byte: number) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  const isPlain = (byte: number) => byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
  return Array.from(Buffer.from(text), (byte) => (isPlain(byte) ? String.fromCharCode(byte) : escaped(byte))).join('');
}
