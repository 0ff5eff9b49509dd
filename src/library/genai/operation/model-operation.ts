import { type Attributes, type Context, context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { GenAiContent } from '../../../foundation/semconv/operation/gen-ai-message.ts';
import type { GenAiError, GenAiOperation } from '../../../foundation/semconv/operation/gen-ai-operation.ts';
import { requestAttributes, responseAttributes } from '../../../foundation/semconv/operation/operation-attributes.ts';
import { operationEvents } from '../../../foundation/semconv/operation/operation-events.ts';
import {
  chunkIntervalMetric,
  metricAttributes,
  operationMetrics,
} from '../../../foundation/semconv/operation/operation-metrics.ts';
import { operationSpanName } from '../../../foundation/semconv/operation/operation-name.ts';
import { deferRecording } from './deferred-recording.ts';
import type { ModelRequest, ModelResponse } from './model-call.ts';
import { type OperationContent, operationContent, readPrompt } from './operation-content.ts';
import { type OperationTelemetry, TOKENS_PER_SECOND } from './operation-telemetry.ts';
import { sanitizeError } from './sanitized-error.ts';

/** The facts of an operation's end beside its request and its response. */
export interface OperationEnd {
  readonly timeToFirstChunkSeconds?: number | undefined;
  /** Tokens that otelier counted itself: they are on the span, but not in the metrics. */
  readonly estimatedOutputTokens?: number | undefined;
  /** Of streams. */
  readonly tokensPerSecond?: number | undefined;
  /** Any value but undefined means that the operation failed. */
  readonly failure?: unknown;
  readonly attributes?: Attributes | undefined;
}

/** One operation of a model, from its request to its one end: a span, and metrics whether or not the span is sampled. */
export class ModelOperation {
  readonly request: Omit<ModelRequest, 'readContent'>;
  readonly telemetry: OperationTelemetry;
  readonly span: Span;
  /** Undefined where content is not captured. */
  readonly content: OperationContent | undefined;
  /** A context in which the span is the active one. */
  readonly context: Context;
  /** By `performance.now()`. */
  readonly startMillis = performance.now();
  #isEnded = false;
  #readContent: ModelRequest['readContent'];

  constructor(telemetry: OperationTelemetry, request: ModelRequest, parent: Context = context.active()) {
    this.telemetry = telemetry;
    const { readContent, ...rest } = request;
    this.request = rest;
    this.#readContent = readContent;
    this.content = operationContent(request, telemetry.capture);
    const attributes = requestAttributes(request, telemetry.generation);
    this.span = telemetry.tracer.startSpan(operationSpanName(request), { kind: SpanKind.CLIENT, attributes }, parent);
    this.context = trace.setSpan(parent, this.span);
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Drops the body of the request, which may refer to the stream. */
  responseStarted(): void {
    this.#readContent = undefined;
  }

  /** Ends the operation. Only the first call counts. */
  end(response: ModelResponse, end: OperationEnd = {}): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    try {
      const operation = this.#operationOf(response, end);
      this.#recordMetrics(operation, end);
      this.#recordSpan(operation, response, end);
    } finally {
      this.responseStarted();
      this.span.end();
    }
  }

  /** Records the times between chunks, in seconds. */
  recordChunkIntervals(intervals: readonly number[], response: ModelResponse): void {
    const operation = this.#operationOf(response, {});
    const { generation } = this.telemetry;
    const metric = chunkIntervalMetric(operation, generation);
    if (metric === undefined) return;
    const attributes = metricAttributes(operation, generation, metric);
    const instrument = this.telemetry.instrument(metric);
    for (const seconds of intervals) instrument.record(seconds, attributes, this.context);
  }

  #operationOf(response: ModelResponse, { timeToFirstChunkSeconds, failure }: OperationEnd): GenAiOperation {
    const { id, model, finishReasons, conversationId, usage } = response;
    return {
      ...this.request,
      conversationId: conversationId ?? this.request.conversationId,
      response: { id, model, finishReasons, timeToFirstChunkSeconds },
      usage,
      error: failure === undefined ? undefined : this.#errorOf(failure),
      durationSeconds: (performance.now() - this.startMillis) / 1_000,
    };
  }

  #errorOf(failure: unknown): GenAiError {
    return sanitizeError(failure, this.content === undefined ? { prompt: readPrompt(this.#readContent) } : undefined);
  }

  #recordSpan(operation: GenAiOperation, response: ModelResponse, end: OperationEnd): void {
    const content = this.content?.capture(response, this.span.isRecording());
    if (operation.error !== undefined)
      this.span.setStatus({ code: SpanStatusCode.ERROR, message: operation.error.message ?? '' });
    if (this.span.isRecording())
      this.span.setAttributes({ ...this.#attributes(operation, end), ...content?.attributes });
    this.#emitEvents(operation, content?.event);
  }

  /** The events of an error are deferred: its stack must not be read before Node knows whether something catches it. */
  #emitEvents(operation: GenAiOperation, content: GenAiContent | undefined): void {
    const timestamp = new Date();
    const emit = (): void => {
      for (const event of operationEvents(operation, this.telemetry.generation, content))
        this.telemetry.emit(event, { context: this.context, timestamp });
    };
    if (operation.error === undefined) emit();
    else deferRecording(emit);
  }

  #attributes(operation: GenAiOperation, { estimatedOutputTokens, attributes }: OperationEnd): Attributes {
    const estimated = { ...operation.usage, outputTokens: estimatedOutputTokens, estimated: true };
    const usage = estimatedOutputTokens === undefined ? operation.usage : estimated;
    const { conversationId } = operation;
    return {
      ...responseAttributes({ ...operation, usage }, this.telemetry.generation),
      ...attributes,
      ...(conversationId !== undefined && { 'gen_ai.conversation.id': conversationId }),
    };
  }

  #recordMetrics(operation: GenAiOperation, { tokensPerSecond }: OperationEnd): void {
    const { telemetry } = this;
    for (const { metric, value, attributes } of operationMetrics(operation, telemetry.generation))
      telemetry.instrument(metric).record(value, attributes, this.context);
    if (tokensPerSecond === undefined) return;
    const attributes = metricAttributes(operation, telemetry.generation, TOKENS_PER_SECOND);
    telemetry.instrument(TOKENS_PER_SECOND).record(tokensPerSecond, attributes, this.context);
  }
}
