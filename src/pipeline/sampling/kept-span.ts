import { type Attributes, type SpanContext, TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Kept } from './local-trace.ts';
import { SAMPLING_PARTIAL, SAMPLING_RATIO, SAMPLING_REASON, SPANS_LOST } from './sampling-reason.ts';

/**
 * An ended span as one that is sampled, which says why. The span itself, which others see too, is not changed; and it is copied, field by field,
 * since to be a prototype would cost each span microseconds.
 */
export class KeptSpan implements ReadableSpan {
  readonly name: ReadableSpan['name'];
  readonly kind: ReadableSpan['kind'];
  readonly spanContext: () => SpanContext;
  readonly parentSpanContext?: SpanContext;
  readonly startTime: ReadableSpan['startTime'];
  readonly endTime: ReadableSpan['endTime'];
  readonly status: ReadableSpan['status'];
  readonly attributes: ReadableSpan['attributes'];
  readonly links: ReadableSpan['links'];
  readonly events: ReadableSpan['events'];
  readonly duration: ReadableSpan['duration'];
  readonly ended: boolean;
  readonly resource: ReadableSpan['resource'];
  readonly instrumentationScope: ReadableSpan['instrumentationScope'];
  readonly droppedAttributesCount: number;
  readonly droppedEventsCount: number;
  readonly droppedLinksCount: number;

  constructor(span: ReadableSpan, kept: Kept, lost: number) {
    const context = sampled(span.spanContext());
    this.name = span.name;
    this.kind = span.kind;
    this.spanContext = () => context;
    if (span.parentSpanContext !== undefined) this.parentSpanContext = span.parentSpanContext;
    this.startTime = span.startTime;
    this.endTime = span.endTime;
    this.status = span.status;
    this.attributes = withReason(span.attributes, kept, lost);
    this.links = span.links;
    this.events = span.events;
    this.duration = span.duration;
    this.ended = span.ended;
    this.resource = span.resource;
    this.instrumentationScope = span.instrumentationScope;
    this.droppedAttributesCount = span.droppedAttributesCount;
    this.droppedEventsCount = span.droppedEventsCount;
    this.droppedLinksCount = span.droppedLinksCount;
  }
}

function sampled(context: SpanContext): SpanContext {
  return { ...context, traceFlags: context.traceFlags | TraceFlags.SAMPLED };
}

function withReason(attributes: Attributes, { reason, ratio, isPartial }: Kept, lost: number): Attributes {
  const more: Attributes = { ...attributes, [SAMPLING_REASON]: reason };
  if (ratio !== undefined) more[SAMPLING_RATIO] = ratio;
  if (isPartial) more[SAMPLING_PARTIAL] = true;
  if (lost > 0) more[SPANS_LOST] = lost;
  return more;
}
