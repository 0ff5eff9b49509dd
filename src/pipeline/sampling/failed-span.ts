import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { attributeSourceOf } from '../encoding/attribute-source.ts';

const SERVER_ERROR = 500;

/**
 * The definition of an error in sampling: the status ERROR, a recorded exception, or an HTTP response of 500 and above, as server and as client, in the
 * current or the previous attribute of the semantic conventions.
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function isFailed(span: ReadableSpan): boolean {
  if (span.status.code === SpanStatusCode.ERROR) return true;
  // An instrumentation that fills a source has set the status by the same rule. To read its attributes would make an object of them.
  if (attributeSourceOf(span) !== undefined) return false;
  const { attributes, events } = span;
  if (isServerError(attributes['http.response.status_code'] ?? attributes['http.status_code'])) return true;
  return events.length > 0 && events.some(({ name }) => name === 'exception');
}

/** Some instrumentations record it as a string. */
function isServerError(statusCode: unknown): boolean {
  return statusCode !== undefined && Number(statusCode) >= SERVER_ERROR;
}
