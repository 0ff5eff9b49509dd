import { randomUUID } from 'node:crypto';
import { isSpanContextValid, type Span } from '@opentelemetry/api';
import type { StreamEvent, StreamEventHandler } from '../events/stream-event.ts';
import type { StreamEventType } from '../events/stream-event-type.ts';
import { callGuarded, failureText, logOnce } from '../guarded-call.ts';
import type { ModelRequest, StreamStatus } from '../operation/model-call.ts';
import type { StreamResult } from '../operation/stream-result.ts';
import { describeError } from '../operation/thrown-error.ts';

/** The operation that the stream belongs to. */
interface Operation {
  readonly span: Span;
  /** By `performance.now()`. */
  readonly startMillis: number;
}

type Payload = Readonly<Record<string, unknown>>;

/** Emits the events of one stream as the L0 runtime does: SESSION_START, STREAM_INIT, STREAM_READY, TOKEN … and one of COMPLETE, ERROR, ABORT_COMPLETED. */
export class StreamEventEmitter {
  readonly #onEvent: StreamEventHandler;
  readonly #request: ModelRequest;
  readonly #streamId = randomUUID();
  /** By `Date.now()`. */
  #startMillis = 0;
  #tokens = 0;

  constructor(onEvent: StreamEventHandler, request: ModelRequest) {
    this.#onEvent = onEvent;
    this.#request = request;
  }

  /** An emitter for another stream with the same handler. */
  fork(): StreamEventEmitter {
    return new StreamEventEmitter(this.#onEvent, this.#request);
  }

  /** The stream began with its operation, which may be a while ago. The event names the operation's span, so that a handler makes no second one. */
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

  chunk(text: string | undefined, result: StreamResult): void {
    if (result.toolName !== undefined)
      this.#emit('TOOL_REQUESTED', { toolName: result.toolName, toolCallId: result.toolCallId });
    if (text !== undefined) this.#emit('TOKEN', { value: text, index: this.#tokens++ });
  }

  ended(status: StreamStatus, result: StreamResult, failure: unknown): void {
    const payload = {
      model: result.model ?? this.#request.request?.model,
      tokenCount: result.usage.outputTokens ?? result.estimatedTokens,
      isEstimated: result.usage.outputTokens === undefined,
      inputTokens: result.usage.inputTokens,
      contentLength: result.contentLength,
      finishReason: result.finishReasons[0],
      durationMs: Date.now() - this.#startMillis,
    };
    if (status === 'completed') this.#emit('COMPLETE', payload);
    else if (status === 'failed') this.#emit('ERROR', { ...payload, ...errorPayload(failure) });
    else this.#emit('ABORT_COMPLETED', { ...payload, reason: status });
  }

  #emit(type: StreamEventType, payload: Payload, ts = Date.now()): void {
    const event: StreamEvent = { ...payload, type, ts, streamId: this.#streamId };
    void callGuarded(this.#onEvent, [event], reportFailure);
  }
}

function errorPayload(failure: unknown): Payload {
  const { type, message, stack } = describeError(failure);
  return { error: message, code: type, stack, recoverable: false };
}

function reportFailure(error: unknown): void {
  const message = `observeStream: expected onEvent not to fail, got "${failureText(error)}"; the stream and its events continue`;
  logOnce('error', 'onEvent', () => message);
}
