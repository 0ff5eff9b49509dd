import type * as Http from 'node:http';
import type { ExportResponse } from '@opentelemetry/otlp-exporter-base';

const RETRYABLE_STATUS = new Set([429, 502, 503, 504]);

/** What the answer to an OTLP request means. https://opentelemetry.io/docs/specs/otlp/#otlphttp-response */
export function judgeAnswer(response: Http.IncomingMessage, data: Buffer): ExportResponse {
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) {
    if (!/^text\/html/i.test(response.headers['content-type'] ?? '')) return { status: 'success', data };
    return { status: 'failure', error: answerError(status, 'with an HTML page: this is no OTLP endpoint') };
  }
  // The body is left out: servers echo headers in it.
  const error = answerError(status, response.statusMessage ?? '');
  if (!RETRYABLE_STATUS.has(status)) return { status: 'failure', error };
  const retryInMillis = retryAfterMillis(response.headers['retry-after']);
  return { status: 'retryable', error, ...(retryInMillis === undefined ? {} : { retryInMillis }) };
}

/** With the status as a property, which tells an answer from a connection that failed. */
function answerError(status: number, text: string): Error {
  return Object.assign(new Error(`HTTP ${status} ${text}`.trim()), { status });
}

/** https://www.rfc-editor.org/rfc/rfc9110#field.retry-after: seconds or an HTTP date. */
export function retryAfterMillis(header: string | undefined, now: number = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  const millis = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(millis) ? Math.max(millis, 0) : undefined;
}
