import { INVALID_SPAN_CONTEXT, type Span, type SpanContext } from '@opentelemetry/api';

/** A span that records nothing: what code gets where tracing is off. https://opentelemetry.io/docs/specs/otel/trace/api/#span */
export class NoopSpan implements Span {
  spanContext(): SpanContext {
    return INVALID_SPAN_CONTEXT;
  }

  setAttribute(): this {
    return this;
  }

  setAttributes(): this {
    return this;
  }

  addEvent(): this {
    return this;
  }

  addLink(): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  setStatus(): this {
    return this;
  }

  updateName(): this {
    return this;
  }

  end(): void {}

  isRecording(): boolean {
    return false;
  }

  recordException(): void {}
}
