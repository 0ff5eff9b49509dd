import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

const SERVER_ERROR = 500;

/**
 * The definition of an error in sampling: the status ERROR, a recorded exception, or an HTTP response of 500 and above, as server and as client, in the
 * current or the previous attribute of the semantic conventions.
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function isFailed({ status, attributes, events }: ReadableSpan): boolean {
  if (status.code === SpanStatusCode.ERROR) return true;
  if (isServerError(attributes['http.response.status_code'] ?? attributes['http.status_code'])) return true;
  return events.length > 0 && events.some(({ name }) => name === 'exception');
}

/** Some instrumentations record it as a string. */
function isServerError(statusCode: unknown): boolean {
  return statusCode !== undefined && Number(statusCode) >= SERVER_ERROR;
}
