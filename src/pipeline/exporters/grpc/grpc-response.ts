import type { ExportResponse } from '@opentelemetry/otlp-exporter-base';
import { MAX_RESPONSE_BYTES } from '../transport/http-response.ts';
import { readGrpcMessage } from './grpc-frame.ts';
import { retryDelayMillis } from './grpc-retry-info.ts';
import {
  GRPC_OK,
  grpcStatusName,
  isRetryableStatus,
  RESOURCE_EXHAUSTED,
  statusOfHttp,
  statusOfReset,
} from './grpc-status.ts';

/** As node:http2 gives them, `:status` as a number. */
export type GrpcHeaders = Readonly<Record<string, number | string | string[] | undefined>>;

/** The response to a call. */
export interface GrpcResponse {
  readonly headers: GrpcHeaders;
  readonly trailers: GrpcHeaders;
  readonly body: Uint8Array;
}

/** Whether the response has a status. */
export function hasGrpcStatus({ headers, trailers }: GrpcResponse): boolean {
  return statusHeader(headers, trailers) !== undefined;
}

/** The meaning of a complete response. Errors never include text of the server: servers echo request headers. */
export function judgeGrpcResponse(response: GrpcResponse): ExportResponse {
  const { headers, trailers, body } = response;
  const status = statusHeader(headers, trailers);
  if (status === undefined) return judgeHttp(headers);
  const code = Number(status);
  if (code === GRPC_OK) {
    const data = readGrpcMessage(body, String(headers['grpc-encoding']), MAX_RESPONSE_BYTES);
    return { status: 'success', ...(data === undefined ? {} : { data }) };
  }
  const block = trailers['grpc-status'] === undefined ? headers : trailers;
  const retryInMillis = retryDelayMillis(text(block['grpc-status-details-bin']));
  return refusal(code, `gRPC status ${grpcStatusName(code)}${remedyOf(code, block)}`, retryInMillis);
}

/** The meaning of a stream that the server, or an intermediary, ended with an error code of HTTP/2. */
export function judgeReset(resetCode: number): ExportResponse {
  const code = statusOfReset(resetCode);
  const how = resetCode === 0 ? 'without an answer' : `with HTTP/2 error ${resetCode}`;
  return refusal(code, `gRPC status ${grpcStatusName(code)}: the call was ended ${how}`);
}

/** A response without gRPC status comes from a proxy or a web server. */
function judgeHttp(headers: GrpcHeaders): ExportResponse {
  const httpStatus = Number(headers[':status'] ?? 0);
  const type = String(headers['content-type']);
  const isPage = httpStatus < 300 && /^text\/html/i.test(type);
  const what = isPage ? 'with an HTML page: this is no OTLP endpoint' : 'without a gRPC status';
  return refusal(statusOfHttp(httpStatus), `HTTP ${httpStatus} ${what}`);
}

function refusal(code: number, message: string, retryInMillis?: number): ExportResponse {
  // The status is a property, which distinguishes a response from a connection that failed.
  const error = Object.assign(new Error(message), { status: code });
  if (!isRetryableStatus(code, retryInMillis)) return { status: 'failure', error };
  return { status: 'retryable', error, ...(retryInMillis === undefined ? {} : { retryInMillis }) };
}

/** How servers describe a request beyond their limit; grpc-go has "received message larger than max (… vs. …)". */
const TOO_LARGE = /larger%20than|larger than|too large|exceeds/i;

function remedyOf(code: number, block: GrpcHeaders): string {
  if (code !== RESOURCE_EXHAUSTED || !TOO_LARGE.test(String(block['grpc-message']))) return '';
  return (
    ': the request is larger than the server takes. OTEL_BSP_MAX_EXPORT_BATCH_SIZE, OTEL_BLRP_MAX_EXPORT_BATCH_SIZE ' +
    'or OTEL_EXPORTER_OTLP_COMPRESSION=gzip make requests smaller'
  );
}

function statusHeader(headers: GrpcHeaders, trailers: GrpcHeaders): string | undefined {
  const status = text(trailers['grpc-status'] ?? headers['grpc-status']);
  return status === undefined || !/^\d+$/.test(status) ? undefined : status;
}

function text(value: GrpcHeaders[string]): string | undefined {
  const [first] = [value].flat();
  return first === undefined ? undefined : String(first);
}
