/** A part of a message. https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-input-messages.json */
export type GenAiPart =
  | { readonly type: 'text'; readonly content: string }
  | { readonly type: 'reasoning'; readonly content: string }
  | { readonly type: 'tool_call'; readonly id?: string; readonly name: string; readonly arguments?: unknown }
  | { readonly type: 'tool_call_response'; readonly id?: string; readonly response: unknown }
  /** Anything else: an image, a file, … */
  | { readonly type: string; readonly [key: string]: unknown };

/** A message to or from a model. */
export interface GenAiMessage {
  /** `system`, `user`, `assistant` or `tool`. */
  readonly role: string;
  readonly parts: readonly GenAiPart[];
  readonly name?: string;
  /** The reason why the model stopped, for output messages. */
  readonly finish_reason?: string;
}

/** The content of an operation, which is exported only if the user enables it. */
export interface GenAiContent {
  readonly systemInstructions?: readonly GenAiPart[] | undefined;
  readonly input?: readonly GenAiMessage[] | undefined;
  readonly output?: readonly GenAiMessage[] | undefined;
  readonly toolDefinitions?: readonly unknown[] | undefined;
  /** The arguments and the result of a tool. */
  readonly toolArguments?: unknown;
  readonly toolResult?: unknown;
  readonly retrievalQuery?: string | undefined;
  readonly retrievalDocuments?: readonly unknown[] | undefined;
}
