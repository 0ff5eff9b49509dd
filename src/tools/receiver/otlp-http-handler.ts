import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Signal } from '../../foundation/configuration/settings/otlp-settings.ts';
import { decompress, readBody } from './body-encoding.ts';
import { decodeOtlp } from './decoding/otlp-decoder.ts';
import { CONTENT_TYPES, type OtlpFormat, readOtlpFormat } from './decoding/otlp-format.ts';
import { describeRequest } from './decoding/received-request.ts';
import type { InjectedResponse, OtlpIntake, ResponseChannel } from './otlp-intake.ts';
import { encodeErrorStatus, encodeExportResponse } from './otlp-response.ts';
import { type OtlpRefusal, toRefusal } from './telemetry/otlp-refusal.ts';
import { SIGNALS } from './telemetry/telemetry-model.ts';

const HTTP_OK = 200;
const FIRST_NON_SUCCESS = 300;

/** Serves OTLP/HTTP below `prefix`: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export function createOtlpHttpHandler(intake: OtlpIntake, prefix: string) {
  const signals = new Map(SIGNALS.map((signal) => [`${prefix}/v1/${signal}`, signal]));
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url?.split('?', 1)[0] ?? '';
    const signal = signals.get(path);
    if (!signal) {
      intake.refuseStray(request.method ?? '', path);
      sendText(response, 404, `404 not found, expected one of ${[...signals.keys()].join(', ')}`);
    } else if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      sendText(response, 405, '405 method not allowed, expected POST');
    } else {
      await handleExport(intake, signal, path, request, response);
    }
  };
}

async function handleExport(
  intake: OtlpIntake,
  signal: Signal,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const received = describeRequest(signal, path, request.headers, 'content-encoding');
  const format = readOtlpFormat(received.contentType);
  try {
    const wireBody = await readBody(request);
    received.bytes = wireBody.length;
    const body = await decompress(wireBody, received.encoding);
    const telemetry = decodeOtlp(signal, body, received.contentType);
    intake.accept(received, telemetry, createChannel(response, signal, format ?? 'json'));
  } catch (error) {
    // The client disconnected: there is nobody to respond to.
    if (response.destroyed || response.headersSent) return;
    const refusal = toRefusal(error);
    sendRefusal(response, format, refusal);
    intake.refuse(received, refusal.httpStatus, refusal.message, response);
  }
}

function createChannel(response: ServerResponse, signal: Signal, format: OtlpFormat): ResponseChannel {
  const defaultBody = ({ status = HTTP_OK, partialSuccess }: InjectedResponse) =>
    status < FIRST_NON_SUCCESS
      ? encodeExportResponse(signal, format, partialSuccess)
      : encodeErrorStatus(format, 0, `Injected status ${status}`);
  return {
    stream: response,
    successStatus: HTTP_OK,
    cut: () => response.destroy(),
    send: (injected) => {
      for (const [name, value] of Object.entries(injected.headers ?? {})) response.setHeader(name, value);
      send(response, injected.status ?? HTTP_OK, format, injected.body ?? defaultBody(injected));
    },
  };
}

function sendRefusal(response: ServerResponse, format: OtlpFormat | undefined, refusal: OtlpRefusal): void {
  const { httpStatus, grpcStatus, message } = refusal;
  if (format) send(response, httpStatus, format, encodeErrorStatus(format, grpcStatus, message));
  else sendText(response, httpStatus, message);
}

function send(response: ServerResponse, status: number, format: OtlpFormat, body: string | Uint8Array): void {
  response.statusCode = status;
  if (!response.hasHeader('content-type')) response.setHeader('content-type', CONTENT_TYPES[format]);
  response.end(body);
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(`${text}\n`);
}
