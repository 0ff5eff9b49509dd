import {
  type Attributes,
  type Context,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { errorMessageOf, errorTypeOf } from './error-type.ts';
import type { InferenceRequest, InferenceResponse } from './inference.ts';
import { commonAttributes, requestAttributes, responseAttributes, usageAttributes } from './inference-attributes.ts';
import type { InferenceMetrics } from './inference-metrics.ts';

/** Where operations are recorded. */
export interface InferenceTelemetry {
  readonly tracer: Tracer;
  readonly metrics: InferenceMetrics;
}

/** One operation of a model, from its request to its one end: a span, and metrics whether or not the span is sampled. */
export class InferenceOperation {
  readonly span: Span;
  /** The span is the current one in it. */
  readonly context: Context;
  /** Of `performance.now()`. */
  readonly startMillis = performance.now();
  readonly metrics: InferenceMetrics;
  readonly #request: InferenceRequest;
  #isEnded = false;

  constructor({ tracer, metrics }: InferenceTelemetry, request: InferenceRequest, parent: Context = context.active()) {
    this.metrics = metrics;
    this.#request = request;
    const name = request.model === undefined ? request.operation : `${request.operation} ${request.model}`;
    this.span = tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes: requestAttributes(request) }, parent);
    this.context = trace.setSpan(parent, this.span);
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Attributes of metric points: few values each, hence no ids. */
  metricAttributes(response: InferenceResponse): Attributes {
    const attributes = commonAttributes(this.#request);
    if (response.model !== undefined) attributes['gen_ai.response.model'] = response.model;
    return attributes;
  }

  /** The first call counts. `failure`: anything but undefined makes it a failed one. Answers whether this was the first. */
  end(response: InferenceResponse, failure?: unknown, further: Attributes = {}): boolean {
    if (this.#isEnded) return false;
    this.#isEnded = true;
    const seconds = (performance.now() - this.startMillis) / 1_000;
    const attributes = this.metricAttributes(response);
    this.metrics.recordUsage(response.usage, attributes, this.context);
    if (this.span.isRecording()) {
      this.span.setAttributes({ ...responseAttributes(response), ...usageAttributes(response.usage), ...further });
    }
    if (failure !== undefined) attributes['error.type'] = this.#fail(failure);
    this.metrics.recordDuration(seconds, attributes, this.context);
    this.span.end();
    return true;
  }

  #fail(failure: unknown): string {
    const type = errorTypeOf(failure);
    this.span.setAttribute('error.type', type);
    this.span.setStatus({ code: SpanStatusCode.ERROR, message: errorMessageOf(failure) });
    return type;
  }
}
