import { type Attributes, context, type Span, type Tracer, trace } from '@opentelemetry/api';
import type { ReadEvent } from '../events/stream-event.ts';
import { tokenOf } from '../record/event-payload.ts';
import { redactRecord } from '../text-redaction.ts';
import type { CompleteOptions } from './open-telemetry-options.ts';

/** A span keeps its newest 128 events: tokens must not push out the others. */
const MAX_EVENTS = 64;
const MAX_SPANS = 1_000;

interface TracedToken {
  readonly from: number;
  readonly to: number;
  readonly attributes: Attributes;
}

/**
 * The tokens of one stream: events on its span, and a span each, from the token before to this one. The spans follow when the stream's own has
 * ended, of the first thousand tokens.
 */
export class TokenSpans {
  readonly #tracer: Pick<Tracer, 'startSpan'>;
  readonly #stream: Span;
  readonly #options: Pick<CompleteOptions, 'recordTokenContent' | 'serviceName'>;
  readonly #tokens: TracedToken[] = [];
  #count = 0;
  #previousTs: number;

  constructor(tracer: Pick<Tracer, 'startSpan'>, stream: Span, startTs: number, options: CompleteOptions) {
    this.#tracer = tracer;
    this.#stream = stream;
    this.#options = options;
    this.#previousTs = startTs;
  }

  add(event: ReadEvent): void {
    const attributes = this.#attributesOf(event, this.#count++);
    if (this.#count <= MAX_EVENTS) this.#stream.addEvent('token', attributes, event.ts);
    if (this.#count <= MAX_SPANS)
      this.#tokens.push({ from: Math.min(this.#previousTs, event.ts), to: event.ts, attributes });
    this.#previousTs = event.ts;
  }

  #attributesOf(event: ReadEvent, index: number): Attributes {
    const content = this.#options.recordTokenContent ? tokenOf(event) : undefined;
    if (content === undefined) return { 'token.index': index };
    return redactRecord({ 'token.index': index, 'token.content': content });
  }

  end(): void {
    const parent = trace.setSpan(context.active(), this.#stream);
    const name = `${this.#options.serviceName}.token`;
    for (const { from, to, attributes } of this.#tokens.splice(0))
      this.#tracer.startSpan(name, { startTime: from, attributes }, parent).end(to);
  }
}
