/**
 * The OTLP receiver over gRPC. It speaks the unary part of the protocol on node:http2 rather than through
 * @grpc/grpc-js: that is one screen of code instead of 440 KB in the bundle, and it shows what grpc-js keeps to itself
 * (grpc-encoding, the size on the wire, the connection to cut in a test).
 */
import {
  createSecureServer,
  createServer,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import { MAX_BODY_BYTES, readBody } from './body-encoding.ts';
import { decodeOtlp } from './decoding/otlp-decoder.ts';
import { CONTENT_TYPES } from './decoding/otlp-format.ts';
import { describeRequest } from './decoding/received-request.ts';
import { encodeGrpcMessageHeader, GRPC_PREFIX_BYTES, readGrpcMessage, writeGrpcMessage } from './grpc-message.ts';
import { tlsOptions } from './listening-server.ts';
import { type AnswerChannel, OtlpIntake } from './otlp-intake.ts';
import { createReceiver, type OtlpReceiver, type OtlpReceiverOptions } from './otlp-receiver.ts';
import { encodeExportResponse } from './otlp-response.ts';
import { toRefusal } from './telemetry/otlp-refusal.ts';
import type { Signal } from './telemetry/telemetry-model.ts';

const GRPC_OK = 0;
const GRPC_UNIMPLEMENTED = 12;
const GRPC_HEADERS = { ':status': 200, 'content-type': 'application/grpc' };
/** In MB: with Node's 10 a client with many large calls under way is refused most of them. */
const LIMITS = { maxSessionMemory: 1_000 };

const METHODS: ReadonlyMap<string, Signal> = new Map([
  ['/opentelemetry.proto.collector.trace.v1.TraceService/Export', 'traces'],
  ['/opentelemetry.proto.collector.metrics.v1.MetricsService/Export', 'metrics'],
  ['/opentelemetry.proto.collector.logs.v1.LogsService/Export', 'logs'],
]);

/** Starts a receiver for OTLP/gRPC; `url` has the scheme http or https, as the exporters expect it. */
export async function startGrpcOtlpReceiver(options: Omit<OtlpReceiverOptions, 'path'> = {}): Promise<OtlpReceiver> {
  const intake = new OtlpIntake(options);
  const server = options.tls ? createSecureServer({ ...LIMITS, ...tlsOptions(options.tls) }) : createServer(LIMITS);
  server.on('stream', (stream, headers) => void handleStream(intake, stream, headers));
  // A client that breaks the connection or speaks no HTTP/2 is its own problem.
  server.on('sessionError', () => {});
  return createReceiver(intake, server, options, '');
}

async function handleStream(intake: OtlpIntake, stream: ServerHttp2Stream, headers: IncomingHttpHeaders) {
  stream.on('error', () => {});
  const path = headers[':path'] ?? '';
  const signal = METHODS.get(path);
  if (!headers['content-type']?.startsWith('application/grpc')) {
    stream.respond({ ':status': 415 }, { endStream: true });
  } else if (!signal) {
    intake.refuseStray('gRPC', path);
    sendError(stream, GRPC_UNIMPLEMENTED, `Unknown method ${path}`);
  } else {
    await handleExport(intake, signal, path, stream, headers);
  }
}

async function handleExport(
  intake: OtlpIntake,
  signal: Signal,
  path: string,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): Promise<void> {
  const received = describeRequest(signal, path, headers, 'grpc-encoding');
  try {
    const body = await readBody(stream, MAX_BODY_BYTES + GRPC_PREFIX_BYTES);
    received.bytes = body.length;
    const message = await readGrpcMessage(body, received.encoding);
    const telemetry = decodeOtlp(signal, message, CONTENT_TYPES.protobuf);
    intake.accept(received, telemetry, createChannel(stream, signal));
  } catch (error) {
    if (stream.destroyed || stream.headersSent) return;
    const refusal = toRefusal(error);
    sendError(stream, refusal.grpcStatus, refusal.message);
    intake.refuse(received, refusal.grpcStatus, refusal.message, stream);
  }
}

function createChannel(stream: ServerHttp2Stream, signal: Signal): AnswerChannel {
  return {
    stream,
    successStatus: GRPC_OK,
    cut: () => stream.session?.destroy(),
    send: ({ status = GRPC_OK, headers = {}, body, partialSuccess }) => {
      if (status !== GRPC_OK)
        return sendError(stream, status, body?.toString() ?? `Injected status ${status}`, headers);
      const message = body === undefined ? encodeExportResponse(signal, 'protobuf', partialSuccess) : Buffer.from(body);
      stream.respond({ ...GRPC_HEADERS, ...headers }, { waitForTrailers: true });
      stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': `${GRPC_OK}` }));
      stream.end(writeGrpcMessage(message));
    },
  };
}

/** An error travels in one header block, gRPC's "trailers only". */
function sendError(stream: ServerHttp2Stream, status: number, message: string, headers: OutgoingHttpHeaders = {}) {
  // Nobody else reads a body that was not wanted, and an unread one keeps the stream open.
  stream.resume();
  const trailers = { 'grpc-status': `${status}`, 'grpc-message': encodeGrpcMessageHeader(message) };
  stream.respond({ ...GRPC_HEADERS, ...headers, ...trailers }, { endStream: true });
}
