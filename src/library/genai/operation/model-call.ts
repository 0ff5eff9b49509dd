import type { GenAiContent, GenAiMessage } from '../../../foundation/semconv/operation/gen-ai-message.ts';
import type { GenAiOperation, GenAiUsage } from '../../../foundation/semconv/operation/gen-ai-operation.ts';

/** What a model is asked: what is known of an operation when it begins. */
export type ModelRequest = Pick<
  GenAiOperation,
  'operation' | 'provider' | 'request' | 'server' | 'conversationId' | 'openai'
> & {
  /** What is said to the model: read where it is captured, and then at once. */
  readonly readContent?: (() => GenAiContent) | undefined;
};

/** The body of a request. */
export type RequestBody = Readonly<Record<string, unknown>>;

/** What the body of a request says. */
export type AskedRequest = Pick<ModelRequest, 'operation' | 'request' | 'conversationId' | 'openai' | 'readContent'>;

/** Token counts as the provider gives them. */
export type TokenUsage = { -readonly [Name in keyof GenAiUsage]: GenAiUsage[Name] };

/** What a model answers, as far as it is known. */
export interface ModelAnswer {
  id?: string | undefined;
  model?: string | undefined;
  conversationId?: string | undefined;
  readonly finishReasons: string[];
  readonly usage: TokenUsage;
  /** What the model says: read where it is captured. */
  readOutput?: (() => readonly GenAiMessage[] | undefined) | undefined;
}

/**
 * How a stream ended. `stopped`: the consumer had enough. `aborted`: by a signal. `abandoned`: nobody read it to its end, and nobody can any more.
 */
export type StreamStatus = 'completed' | 'stopped' | 'aborted' | 'failed' | 'abandoned';
