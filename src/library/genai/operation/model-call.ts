import type { GenAiContent, GenAiMessage } from '../../../foundation/semconv/operation/gen-ai-message.ts';
import type { GenAiOperation, GenAiUsage } from '../../../foundation/semconv/operation/gen-ai-operation.ts';

/** A request to a model: the facts of an operation when it begins. */
export type ModelRequest = Pick<
  GenAiOperation,
  'operation' | 'provider' | 'request' | 'server' | 'conversationId' | 'openai'
> & {
  /** Reads the messages to the model; called only where content is captured, and then at once. */
  readonly readContent?: (() => GenAiContent) | undefined;
};

/** The body of a request. */
export type RequestBody = Readonly<Record<string, unknown>>;

/** The contents of a request's body. */
export type ParsedRequest = Pick<ModelRequest, 'operation' | 'request' | 'conversationId' | 'openai' | 'readContent'>;

/** Token counts of the provider. */
export type TokenUsage = { -readonly [Name in keyof GenAiUsage]: GenAiUsage[Name] };

/** The response of a model, as far as it is known. */
export interface ModelResponse {
  id?: string | undefined;
  model?: string | undefined;
  conversationId?: string | undefined;
  readonly finishReasons: string[];
  readonly usage: TokenUsage;
  /** Reads the messages of the model; called only where content is captured. */
  readOutput?: (() => readonly GenAiMessage[] | undefined) | undefined;
}

/**
 * How a stream ended. `stopped`: the consumer stopped reading. `aborted`: by a signal. `abandoned`: nothing read it to its end, and nothing can any more.
 */
export type StreamStatus = 'completed' | 'stopped' | 'aborted' | 'failed' | 'abandoned';
