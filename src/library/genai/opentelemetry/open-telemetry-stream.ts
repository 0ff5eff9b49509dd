import { context, type Link, type Span, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { ReadEvent } from '../events/stream-event.ts';
import { eventErrorMessage, eventErrorType } from '../record/event-payload.ts';
import { ALL_FIGURES } from '../record/monitoring-config.ts';
import { applyEvent } from '../record/record-reducer.ts';
import { StreamRecord } from '../record/stream-record.ts';
import type { Telemetry } from '../record/telemetry.ts';
import { redactRecord, redactText } from '../text-redaction.ts';
import { spanEventsOf } from './open-telemetry-events.ts';
import type { CountedExtras, EventStatus } from './open-telemetry-instruments.ts';
import type { CompleteOptions } from './open-telemetry-options.ts';
import { SemanticAttributes } from './semantic-attributes.ts';
import { StreamExtras } from './stream-extras.ts';
import { attributesOf, attributesOfStart, inMillis } from './telemetry-attributes.ts';
import { TokenSpans } from './token-spans.ts';

/** The span of one stream, from its first event to its last. Its times are the events' own. */
export class OpenTelemetryStream {
  readonly #options: CompleteOptions;
  readonly #record: StreamRecord;
  readonly #span: Span;
  readonly #tokens: TokenSpans | undefined;
  readonly #extras = new StreamExtras();
  #lastTs: number;

  constructor(tracer: Pick<Tracer, 'startSpan'>, first: ReadEvent, options: CompleteOptions, links: readonly Link[]) {
    this.#options = options;
    this.#lastTs = first.ts;
    this.#record = new StreamRecord(first.streamId, first.ts, ALL_FIGURES);
    this.#span = tracer.startSpan(
      `${options.serviceName}.stream`,
      {
        kind: SpanKind.CLIENT,
        startTime: first.ts,
        attributes: redactRecord({ ...options.defaultAttributes, ...attributesOfStart(first) }),
        links: [...links],
      },
      context.active(),
    );
    if (options.traceTokens) this.#tokens = new TokenSpans(tracer, this.#span, first.ts, options);
  }

  /** For the span of what follows. */
  get link(): Link {
    return { context: this.#span.spanContext() };
  }

  get telemetry(): Telemetry {
    this.#record.refresh();
    return this.#record.telemetry;
  }

  get extras(): CountedExtras {
    return this.#extras;
  }

  /** Enters an event, but for the end that it may be. */
  note(event: ReadEvent, isLast: boolean): void {
    this.#lastTs = Math.max(this.#lastTs, event.ts);
    applyEvent(this.#record, event);
    this.#extras.note(event);
    if (event.type === 'TOKEN') this.#noteToken(event);
    if (event.type === 'ERROR' && isLast) this.#fail(event);
    else this.#addEvents(event);
  }

  #noteToken(event: ReadEvent): void {
    if (this.#record.tokens.count === 1) {
      const waited = inMillis(this.#record.tokens.timeToFirstToken);
      const attributes = waited === null ? {} : { [SemanticAttributes.L0_TIME_TO_FIRST_TOKEN]: waited };
      this.#span.addEvent('first_token', attributes, event.ts);
    }
    this.#tokens?.add(event);
  }

  #addEvents(event: ReadEvent): void {
    for (const { name, attributes } of spanEventsOf(event, this.#options))
      this.#span.addEvent(name, redactRecord(attributes), event.ts);
  }

  #fail(event: ReadEvent): void {
    const { stack } = this.#record.telemetry.error;
    const message = redactText(eventErrorMessage(event) ?? 'unknown error');
    const type = eventErrorType(event) ?? 'unknown';
    this.#span.recordException({ name: type, message, ...(stack && { stack: redactText(stack) }) }, event.ts);
    this.#span.setAttribute('error.type', type);
  }

  /** Ends the span, after which nothing may be recorded. */
  end(status: EventStatus): void {
    const { telemetry } = this;
    const span = this.#span;
    const figures = { ...attributesOf(telemetry), ...this.#extras.attributes(telemetry.retries.networkRetries) };
    span.setAttributes(redactRecord({ ...figures, 'l0.stream.status': status }));
    if (status === 'completed') span.setStatus({ code: SpanStatusCode.OK });
    else if (status !== 'aborted') span.setStatus({ code: SpanStatusCode.ERROR, message: reasonOf(status, telemetry) });
    span.end(this.#lastTs);
    this.#tokens?.end();
  }
}

function reasonOf(status: EventStatus, { error, retries }: Telemetry): string {
  if (status === 'abandoned') return 'the stream sent no more events';
  return redactText(error.message ?? retries.lastError ?? 'unknown error');
}
