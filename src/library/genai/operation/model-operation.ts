import { type Attributes, type Context, context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { GenAiContent } from '../../../foundation/semconv/operation/gen-ai-message.ts';
import type { GenAiError, GenAiOperation } from '../../../foundation/semconv/operation/gen-ai-operation.ts';
import { requestAttributes, responseAttributes } from '../../../foundation/semconv/operation/operation-attributes.ts';
import { operationEvents } from '../../../foundation/semconv/operation/operation-events.ts';
import { operationMetrics } from '../../../foundation/semconv/operation/operation-metrics.ts';
import { operationSpanName } from '../../../foundation/semconv/operation/operation-name.ts';
import { laterRecording } from './deferred-recording.ts';
import type { ModelAnswer, ModelRequest } from './model-call.ts';
import { contentOf, type OperationContent, readAsked } from './operation-content.ts';
import type { OperationTelemetry } from './operation-telemetry.ts';
import { toldError } from './sanitized-error.ts';

/** What there is to say of an operation beside its request and its answer. */
export interface OperationEnd {
  readonly timeToFirstChunkSeconds?: number | undefined;
  /** Tokens that were counted here: for the span, and not for the metrics. */
  readonly estimatedOutputTokens?: number | undefined;
  /** Anything but undefined makes it a failed one. */
  readonly failure?: unknown;
  readonly attributes?: Attributes | undefined;
}

/** One operation of a model, from its request to its one end: a span, and metrics whether or not the span is sampled. */
export class ModelOperation {
  readonly request: Omit<ModelRequest, 'readContent'>;
  readonly telemetry: OperationTelemetry;
  readonly span: Span;
  /** Undefined where it is not captured. */
  readonly content: OperationContent | undefined;
  /** The span is the current one in it. */
  readonly context: Context;
  /** Of `performance.now()`. */
  readonly startMillis = performance.now();
  #isEnded = false;
  #readContent: ModelRequest['readContent'];

  constructor(telemetry: OperationTelemetry, request: ModelRequest, parent: Context = context.active()) {
    this.telemetry = telemetry;
    const { readContent, ...told } = request;
    this.request = told;
    this.#readContent = readContent;
    this.content = contentOf(request, telemetry.capture);
    const attributes = requestAttributes(request, telemetry.generation);
    this.span = telemetry.tracer.startSpan(operationSpanName(request), { kind: SpanKind.CLIENT, attributes }, parent);
    this.context = trace.setSpan(parent, this.span);
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** The answer has begun. The body of the request, which may refer to the stream, is not kept any longer. */
  answered(): void {
    this.#readContent = undefined;
  }

  /** The first call counts. */
  end(answer: ModelAnswer, end: OperationEnd = {}): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    try {
      const operation = this.#told(answer, end);
      this.#recordMetrics(operation);
      this.#describe(operation, answer, end);
    } finally {
      this.answered();
      this.span.end();
    }
  }

  /** Times between chunks, in seconds. */
  recordIntervals(intervals: readonly number[], answer: ModelAnswer): void {
    const told = this.#told(answer, {});
    const operation = {
      ...told,
      response: { ...told.response, chunkIntervalsSeconds: [0] },
      durationSeconds: undefined,
    };
    const points = operationMetrics({ ...operation, usage: undefined }, this.telemetry.generation);
    const point = points.find(({ metric }) => metric.name.endsWith('time_per_output_chunk'));
    if (point === undefined) return;
    const instrument = this.telemetry.instrument(point.metric);
    for (const seconds of intervals) instrument.record(seconds, point.attributes, this.context);
  }

  recordRate(tokensPerSecond: number, answer: ModelAnswer): void {
    const [point] = operationMetrics(this.#told(answer, {}), this.telemetry.generation);
    if (point !== undefined) this.telemetry.recordRate(tokensPerSecond, point.attributes, this.context);
  }

  #told(answer: ModelAnswer, { timeToFirstChunkSeconds, failure }: OperationEnd): GenAiOperation {
    const { id, model, finishReasons, conversationId, usage } = answer;
    return {
      ...this.request,
      conversationId: conversationId ?? this.request.conversationId,
      response: { id, model, finishReasons, timeToFirstChunkSeconds },
      usage,
      error: failure === undefined ? undefined : this.#toldError(failure),
      durationSeconds: (performance.now() - this.startMillis) / 1_000,
    };
  }

  #toldError(failure: unknown): GenAiError {
    return toldError(failure, this.content === undefined ? { asked: readAsked(this.#readContent) } : undefined);
  }

  #describe(operation: GenAiOperation, answer: ModelAnswer, end: OperationEnd): void {
    const content = this.content?.captured(answer, this.span.isRecording());
    if (operation.error !== undefined)
      this.span.setStatus({ code: SpanStatusCode.ERROR, message: operation.error.message ?? '' });
    if (this.span.isRecording())
      this.span.setAttributes({ ...this.#attributes(operation, end), ...content?.attributes });
    this.#emitEvents(operation, content?.event);
  }

  /** Those of an error later: their stack must not be read before it is known whether somebody catches it. */
  #emitEvents(operation: GenAiOperation, content: GenAiContent | undefined): void {
    const timestamp = new Date();
    const emit = (): void => {
      for (const event of operationEvents(operation, this.telemetry.generation, content))
        this.telemetry.emit(event, { context: this.context, timestamp });
    };
    if (operation.error === undefined) emit();
    else laterRecording(emit);
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

  #recordMetrics(operation: GenAiOperation): void {
    for (const { metric, value, attributes } of operationMetrics(operation, this.telemetry.generation))
      this.telemetry.instrument(metric).record(value, attributes, this.context);
  }
}
