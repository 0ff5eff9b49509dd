import { randomUUID } from 'node:crypto';
import { isSpanContextValid, type Span } from '@opentelemetry/api';
import { log } from '../../../foundation/diagnostics/log.ts';
import type { StreamEvent, StreamEventHandler } from '../events/stream-event.ts';
import type { StreamEventType } from '../events/stream-event-type.ts';
import { callGuarded, failureText } from '../guarded-call.ts';
import type { ModelRequest, StreamStatus } from '../operation/model-call.ts';
import type { StreamFacts } from '../operation/stream-result.ts';
import { errorOf } from '../operation/thrown-error.ts';

/** What the stream is part of. */
interface Operation {
  readonly span: Span;
  /** Of `performance.now()`. */
  readonly startMillis: number;
}

type Payload = Readonly<Record<string, unknown>>;

/** The events of one stream, as the L0 runtime has them: SESSION_START, STREAM_INIT, STREAM_READY, TOKEN … and one of COMPLETE, ERROR, ABORT_COMPLETED. */
export class StreamReport {
  readonly #onEvent: StreamEventHandler;
  readonly #request: ModelRequest;
  readonly #streamId = randomUUID();
  /** Of `Date.now()`. */
  #startMillis = 0;
  #tokens = 0;

  constructor(onEvent: StreamEventHandler, request: ModelRequest) {
    this.#onEvent = onEvent;
    this.#request = request;
  }

  /** One for another stream, for whom this one is. */
  again(): StreamReport {
    return new StreamReport(this.#onEvent, this.#request);
  }

  /** The stream began with its operation, which may be a while ago. Who makes spans of events makes none of a stream that has one. */
  started({ span, startMillis }: Operation): void {
    this.#startMillis = Math.round(Date.now() - (performance.now() - startMillis));
    const { operation, provider, request } = this.#request;
    const { traceId, spanId } = span.spanContext();
    const genAiSpan = isSpanContextValid(span.spanContext()) ? { traceId, spanId } : undefined;
    this.#emit(
      'SESSION_START',
      { attempt: 1, model: request?.model, ...(genAiSpan && { genAiSpan }) },
      this.#startMillis,
    );
    this.#emit('STREAM_INIT', { model: request?.model, provider, operation }, this.#startMillis);
  }

  ready(): void {
    this.#emit('STREAM_READY', {});
  }

  chunk(text: string | undefined, facts: StreamFacts): void {
    if (facts.toolName !== undefined)
      this.#emit('TOOL_REQUESTED', { toolName: facts.toolName, toolCallId: facts.toolCallId });
    if (text !== undefined) this.#emit('TOKEN', { value: text, index: this.#tokens++ });
  }

  ended(status: StreamStatus, facts: StreamFacts, failure: unknown): void {
    const payload = {
      model: facts.model ?? this.#request.request?.model,
      tokenCount: facts.usage.outputTokens ?? facts.estimatedTokens,
      isEstimated: facts.usage.outputTokens === undefined,
      inputTokens: facts.usage.inputTokens,
      contentLength: facts.contentLength,
      finishReason: facts.finishReasons[0],
      durationMs: Date.now() - this.#startMillis,
    };
    if (status === 'completed') this.#emit('COMPLETE', payload);
    else if (status === 'failed') this.#emit('ERROR', { ...payload, ...errorPayload(failure) });
    else this.#emit('ABORT_COMPLETED', { ...payload, reason: status });
  }

  #emit(type: StreamEventType, payload: Payload, ts = Date.now()): void {
    const event: StreamEvent = { ...payload, type, ts, streamId: this.#streamId };
    void callGuarded(this.#onEvent, [event], tellFailure);
  }
}

function errorPayload(failure: unknown): Payload {
  const { type, message, stack } = errorOf(failure);
  return { error: message, code: type, stack, recoverable: false };
}

let isTold = false;

function tellFailure(error: unknown): void {
  if (isTold) return;
  isTold = true;
  log.error(
    `observeStream: expected onEvent not to fail, got ${failureText(error)}; the stream goes on, and so do its events`,
  );
}
