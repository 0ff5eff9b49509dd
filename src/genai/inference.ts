/** What an operation of a model is asked. */
export interface InferenceRequest {
  /** `chat`, `text_completion`, `embeddings`, … https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/ */
  readonly operation: string;
  /** `openai`, `anthropic`, … */
  readonly provider: string;
  readonly model?: string | undefined;
  readonly isStream?: boolean;
  readonly serverAddress?: string | undefined;
  readonly serverPort?: number | undefined;
  readonly parameters?: InferenceParameters;
  readonly conversationId?: string | undefined;
}

export interface InferenceParameters {
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  readonly maxTokens?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly stopSequences?: readonly string[] | undefined;
  readonly seed?: number | undefined;
  readonly choiceCount?: number | undefined;
  readonly encodingFormats?: readonly string[] | undefined;
  /** `text` or `json`. */
  readonly outputType?: string | undefined;
}

/** Token counts as the provider gives them. */
export interface TokenUsage {
  inputTokens?: number | undefined;
  outputTokens?: number | undefined;
  cacheReadTokens?: number | undefined;
  cacheCreationTokens?: number | undefined;
  reasoningTokens?: number | undefined;
}

/** What an operation of a model answers. */
export interface InferenceResponse {
  id?: string | undefined;
  model?: string | undefined;
  conversationId?: string | undefined;
  finishReasons: string[];
  usage: TokenUsage;
}

/** How a stream ended. `break`: the consumer had enough. `neglect`: nobody read it to its end, and nobody can any more. */
export type StreamEnd = 'complete' | 'break' | 'abort' | 'error' | 'neglect';
