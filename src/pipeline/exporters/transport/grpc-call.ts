import type { ClientHttp2Stream } from 'node:http2';
import { createTimeoutError } from './export-timeout.ts';
import { type GrpcAnswer, type GrpcHeaders, LONGEST_ANSWER } from './grpc-response.ts';
import { CANCEL } from './grpc-status.ts';

/** How a call ended: with whatever came back until then. */
export interface GrpcCallEnd extends GrpcAnswer {
  /** Why we cut it. */
  readonly cut: Error | undefined;
  /** What Node says of the stream or of the connection below it. */
  readonly error: NodeJS.ErrnoException | undefined;
  /** HTTP/2's error code; 0 when there was none. */
  readonly resetCode: number;
}

/** Sends the one message of a unary call and collects what comes back. Never rejects; nothing of it keeps the process alive. */
export function runGrpcCall(
  stream: ClientHttp2Stream,
  message: Uint8Array,
  timeoutMillis: number,
): Promise<GrpcCallEnd> {
  return new Promise((resolve) => {
    let headers: GrpcHeaders = {};
    let trailers: GrpcHeaders = {};
    const chunks: Buffer[] = [];
    let size = 0;
    let error: Error | undefined;
    const finish = (reason?: Error): void => {
      clearTimeout(timer);
      resolve({ headers, trailers, body: Buffer.concat(chunks), cut: reason, error, resetCode: stream.rstCode ?? 0 });
    };
    const cut = (reason: Error): void => {
      finish(reason);
      // Tells the server; a stream that has no connection yet would wait for it.
      stream.close(CANCEL);
      stream.destroy();
    };
    const timer = setTimeout(() => cut(createTimeoutError(timeoutMillis)), timeoutMillis).unref();
    stream.on('response', (block) => {
      headers = block;
    });
    stream.on('trailers', (block) => {
      trailers = block;
    });
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > LONGEST_ANSWER) cut(tooLong());
      else chunks.push(chunk);
    });
    stream.on('error', (reason) => {
      error = reason;
    });
    stream.on('close', () => finish());
    stream.end(message);
  });
}

/** As an answer, and none that is asked for again: the telemetry was taken, and it will be too long once more. */
function tooLong(): Error {
  return Object.assign(new Error(`the answer is longer than ${LONGEST_ANSWER} bytes`), { status: 0 });
}
