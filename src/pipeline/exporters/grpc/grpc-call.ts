import type { ClientHttp2Stream } from 'node:http2';
import { createTimeoutError } from '../transport/export-timeout.ts';
import { MAX_RESPONSE_BYTES } from '../transport/http-response.ts';
import type { GrpcHeaders, GrpcResponse } from './grpc-response.ts';
import { CANCEL } from './grpc-status.ts';

/** How a call ended, and what was received until then. */
export interface GrpcCallEnd extends GrpcResponse {
  /** Why this side cancelled it. */
  readonly cancelled: Error | undefined;
  /** Node's error of the stream or of the connection below it. */
  readonly error: NodeJS.ErrnoException | undefined;
  /** HTTP/2's error code; 0 when there was none. */
  readonly resetCode: number;
}

/** Sends the one message of a unary call and collects the response. Never rejects, and does not keep the process alive. */
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
      resolve({
        headers,
        trailers,
        body: Buffer.concat(chunks),
        cancelled: reason,
        error,
        resetCode: stream.rstCode ?? 0,
      });
    };
    const cancel = (reason: Error): void => {
      finish(reason);
      // Tells the server; a stream that has no connection yet would wait for it.
      stream.close(CANCEL);
      stream.destroy();
    };
    const timer = setTimeout(() => cancel(createTimeoutError(timeoutMillis)), timeoutMillis).unref();
    stream.on('response', (block) => {
      headers = block;
    });
    stream.on('trailers', (block) => {
      trailers = block;
    });
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_RESPONSE_BYTES) cancel(tooLong());
      else chunks.push(chunk);
    });
    stream.on('error', (reason) => {
      error = reason;
    });
    stream.on('close', () => finish());
    stream.end(message);
  });
}

/** A status makes it a response, which is not retried: the telemetry was accepted, and the next response would be too long as well. */
function tooLong(): Error {
  return Object.assign(new Error(`a response of more than ${MAX_RESPONSE_BYTES / 1_024} KiB`), { status: 0 });
}
