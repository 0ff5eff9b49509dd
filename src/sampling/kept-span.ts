import { type Attributes, type SpanContext, TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Kept } from './local-trace.ts';
import { SAMPLING_PARTIAL, SAMPLING_RATIO, SAMPLING_REASON, SPANS_LOST } from './sampling-reason.ts';

/** A view of a span as one that is sampled, which says why. The span itself, which others see too, is not changed. */
export function keptSpan(span: ReadableSpan, kept: Kept, lost: number): ReadableSpan {
  const spanContext: SpanContext = {
    ...span.spanContext(),
    traceFlags: span.spanContext().traceFlags | TraceFlags.SAMPLED,
  };
  const attributes: Attributes = { ...span.attributes, [SAMPLING_REASON]: kept.reason };
  if (kept.ratio !== undefined) attributes[SAMPLING_RATIO] = kept.ratio;
  if (kept.isPartial) attributes[SAMPLING_PARTIAL] = true;
  if (lost > 0) attributes[SPANS_LOST] = lost;
  return Object.create(span, {
    spanContext: { value: () => spanContext },
    attributes: { value: attributes, enumerable: true },
  });
}
