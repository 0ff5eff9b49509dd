import type { Redactor } from '../../../foundation/redaction/redactor.ts';
import type { SpanAttributes, SpanData } from './span-data.ts';

/** Copies a span without secrets, for documents that leave the process. The application reads its own spans back unredacted. */
export function redactSpanData(span: SpanData, redactor: Redactor): SpanData {
  const attributesOf = (attributes: Readonly<SpanAttributes>): SpanAttributes =>
    redactor.redactAttributes({ ...attributes });
  return {
    spanId: span.spanId,
    traceId: span.traceId,
    parentSpanId: span.parentSpanId,
    startMicros: span.startMicros,
    endMicros: span.endMicros,
    status: span.status,
    isSampled: span.isSampled,
    name: redactor.redactText(span.name),
    attributes: attributesOf(span.attributes),
    events: span.events.map(({ name, timestamp, micros, attributes }) => ({
      name: redactor.redactText(name),
      timestamp,
      micros,
      attributes: attributesOf(attributes),
    })),
    error: span.error === undefined ? undefined : redactor.redactText(span.error),
  };
}
