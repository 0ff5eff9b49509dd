import type * as Http from 'node:http';
import type { ExportResponse } from '@opentelemetry/otlp-exporter-base';
import { protobufFields } from './protobuf-fields.ts';
import { getBuiltinModule } from './unpatched-builtins.ts';

/** OTLP responses are some bytes long. Longer ones are neither kept nor parsed, over gRPC neither. */
export const MAX_RESPONSE_BYTES = 64 * 1_024;

const RETRYABLE_STATUS = new Set([429, 502, 503, 504]);

/** Reads a response to its end, at most `MAX_RESPONSE_BYTES` of it, and passes on its meaning. */
export function readHttpResponse(response: Http.IncomingMessage, done: (response: ExportResponse) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    chunks.push(chunk);
    if (size <= MAX_RESPONSE_BYTES) return;
    done(judgeHttpResponse(response, undefined));
    response.destroy();
  });
  response.on('end', () => done(judgeHttpResponse(response, Buffer.concat(chunks))));
  response.on('error', (error) => done({ status: 'retryable', error }));
}

/** The meaning of the response to an OTLP request; `body` is undefined when it was too long. https://opentelemetry.io/docs/specs/otlp/#otlphttp-response */
function judgeHttpResponse(response: Http.IncomingMessage, body: Buffer | undefined): ExportResponse {
  const { statusCode: status = 0, headers } = response;
  if (status >= 200 && status < 300) {
    const flaw = flawOf(headers['content-type'], body);
    return flaw === undefined && body !== undefined
      ? { status: 'success', data: body }
      : { status: 'failure', error: statusError(status, `${flaw}: this is no OTLP endpoint`) };
  }
  const error = statusError(status);
  if (!RETRYABLE_STATUS.has(status)) return { status: 'failure', error };
  const retryInMillis = retryAfterMillis(headers['retry-after']);
  return { status: 'retryable', error, ...(retryInMillis === undefined ? {} : { retryInMillis }) };
}

/** Why a response of success does not come from an OTLP endpoint. */
function flawOf(contentType: string | undefined, body: Buffer | undefined): string | undefined {
  if (body === undefined) return `with more than ${MAX_RESPONSE_BYTES / 1_024} KiB`;
  const type = contentType ?? '';
  if (/^text\/html/i.test(type) || (type === '' && /^\s*</.test(body.toString('latin1', 0, 100))))
    return 'with an HTML page';
  return type === '' && !isOtlp(body) ? 'with a body that cannot be read' : undefined;
}

function isOtlp(body: Buffer): boolean {
  if (/^\s*\{/.test(body.toString('latin1', 0, 100))) return true;
  try {
    // Reads all fields.
    for (const _ of protobufFields(body, 0));
    return true;
  } catch {
    return false;
  }
}

/**
 * The error of a response. The status is a property of it, which distinguishes it from a connection that failed. Neither the server's reason
 * phrase nor its body is in the message: servers echo request headers in both.
 */
export function statusError(status: number, text?: string): Error {
  const { STATUS_CODES } = getBuiltinModule('node:http');
  return Object.assign(new Error(`HTTP ${status} ${text ?? STATUS_CODES[status] ?? ''}`.trim()), { status });
}

/** https://www.rfc-editor.org/rfc/rfc9110#field.retry-after: seconds or an HTTP date. */
export function retryAfterMillis(header: string | undefined, now: number = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  const millis = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(millis) ? Math.max(millis, 0) : undefined;
}
