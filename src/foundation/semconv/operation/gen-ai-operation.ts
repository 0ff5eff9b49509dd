/** A request to a model. */
export interface GenAiRequest {
  readonly model?: string | undefined;
  readonly stream?: boolean | undefined;
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  readonly maxTokens?: number | undefined;
  readonly choiceCount?: number | undefined;
  readonly seed?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly stopSequences?: readonly string[] | undefined;
  readonly encodingFormats?: readonly string[] | undefined;
  readonly dimensionCount?: number | undefined;
  /** `text`, `json`, `image` or `speech`. */
  readonly outputType?: string | undefined;
  readonly reasoningLevel?: string | undefined;
  readonly previousResponseId?: string | undefined;
  readonly promptName?: string | undefined;
  readonly promptVersion?: string | undefined;
}

/** The response of a model, without the messages. */
export interface GenAiResponse {
  readonly id?: string | undefined;
  readonly model?: string | undefined;
  /** One for each answer: `stop`, `length`, `content_filter`, `tool_call`, `error`, or the provider's word. */
  readonly finishReasons?: readonly string[] | undefined;
  /** From the request to the first chunk. */
  readonly timeToFirstChunkSeconds?: number | undefined;
  /** Between each chunk and the one before; for metrics alone. */
  readonly chunkIntervalsSeconds?: readonly number[] | undefined;
}

/** The tokens of an operation. */
export interface GenAiUsage {
  /** Cached ones included. */
  readonly inputTokens?: number | undefined;
  /** Reasoning included. */
  readonly outputTokens?: number | undefined;
  readonly cacheReadInputTokens?: number | undefined;
  readonly cacheWriteInputTokens?: number | undefined;
  readonly reasoningOutputTokens?: number | undefined;
  /** true: otelier counted them, not the provider. */
  readonly estimated?: boolean | undefined;
}

export interface GenAiAgent {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly version?: string | undefined;
}

export interface GenAiTool {
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly description?: string | undefined;
  readonly callId?: string | undefined;
}

/** The error that ended an operation. */
export interface GenAiError {
  /** One of few values: a status code, the name of a class, `cancelled`, `timeout`, … */
  readonly type: string;
  /** The class of the exception, if it differs from the type: `RateLimitError`. */
  readonly className?: string | undefined;
  readonly message?: string | undefined;
  readonly stack?: string | undefined;
}

/**
 * One operation of generative AI, independent of its observer and of the generation of the conventions. Unknown fields are absent.
 * The messages are apart, in `GenAiContent`.
 */
export interface GenAiOperation {
  /** `chat`, `embeddings`, `execute_tool`, … or a provider's own. */
  readonly operation: string;
  readonly provider?: string | undefined;
  readonly request?: GenAiRequest | undefined;
  readonly response?: GenAiResponse | undefined;
  readonly usage?: GenAiUsage | undefined;
  readonly conversationId?: string | undefined;
  readonly agent?: GenAiAgent | undefined;
  readonly tool?: GenAiTool | undefined;
  readonly workflowName?: string | undefined;
  readonly dataSourceId?: string | undefined;
  readonly retrievalTopK?: number | undefined;
  readonly server?: { readonly address?: string | undefined; readonly port?: number | undefined } | undefined;
  readonly openai?: {
    /** `chat_completions` or `responses` */
    readonly apiType?: string | undefined;
    readonly requestServiceTier?: string | undefined;
    readonly responseServiceTier?: string | undefined;
    readonly systemFingerprint?: string | undefined;
  };
  readonly error?: GenAiError | undefined;
  /** From the request to the end. */
  readonly durationSeconds?: number | undefined;
}

const INFERENCE = new Set(['chat', 'text_completion', 'generate_content']);
const INTERNAL = new Set(['execute_tool', 'invoke_workflow']);

/** Whether a model generates something: of these operations tokens are counted. */
export const isInference = (operation: string): boolean => INFERENCE.has(operation);

/** Whether an operation leaves the process, as far as its name shows: its span is of kind CLIENT, else INTERNAL. */
export const isClientOperation = (operation: string): boolean => !INTERNAL.has(operation);
