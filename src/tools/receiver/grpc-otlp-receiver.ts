/**
 * The OTLP receiver over gRPC. It speaks the unary part of the protocol on node:http2 rather than through
 * @grpc/grpc-js: that is one screen of code instead of 440 KB in the bundle, and tests see details that grpc-js
 * hides (grpc-encoding, the size on the wire, the connection to cut).
 */

import {
  createSecureServer,
  createServer,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Signal } from '../../foundation/configuration/settings/otlp-settings.ts';
import { MAX_BODY_BYTES, readBody } from './body-encoding.ts';
import { decodeOtlp } from './decoding/otlp-decoder.ts';
import { CONTENT_TYPES } from './decoding/otlp-format.ts';
import { describeRequest } from './decoding/received-request.ts';
import { encodeGrpcMessageHeader, GRPC_PREFIX_BYTES, unframeGrpcMessage, writeGrpcMessage } from './grpc-message.ts';
import { tlsOptions } from './listening-server.ts';
import { OtlpIntake, type ResponseChannel } from './otlp-intake.ts';
import { createReceiver, type OtlpReceiver, type OtlpReceiverOptions } from './otlp-receiver.ts';
import { encodeExportResponse } from './otlp-response.ts';
import { toRefusal } from './telemetry/otlp-refusal.ts';

const GRPC_OK = 0;
const GRPC_UNIMPLEMENTED = 12;
const GRPC_HEADERS = { ':status': 200, 'content-type': 'application/grpc' };
/** In MB. With Node's default of 10 most calls of a client that has many large ones in flight are refused. */
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
  // A client that resets the connection or does not speak HTTP/2 must not end the receiver.
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
    const message = await unframeGrpcMessage(body, received.encoding);
    const telemetry = decodeOtlp(signal, message, CONTENT_TYPES.protobuf);
    intake.accept(received, telemetry, createChannel(stream, signal));
  } catch (error) {
    if (stream.destroyed || stream.headersSent) return;
    const refusal = toRefusal(error);
    sendError(stream, refusal.grpcStatus, refusal.message);
    intake.refuse(received, refusal.grpcStatus, refusal.message, stream);
  }
}

function createChannel(stream: ServerHttp2Stream, signal: Signal): ResponseChannel {
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

/** Sends an error in one header block, gRPC's "trailers only" response. */
function sendError(stream: ServerHttp2Stream, status: number, message: string, headers: OutgoingHttpHeaders = {}) {
  // Nothing else reads the body of a refused request, and an unread body keeps the stream open.
  stream.resume();
  const trailers = { 'grpc-status': `${status}`, 'grpc-message': encodeGrpcMessageHeader(message) };
  stream.respond({ ...GRPC_HEADERS, ...headers, ...trailers }, { endStream: true });
}
