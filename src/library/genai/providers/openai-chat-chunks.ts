import { finiteNumber, lengthOf, nonEmptyString } from '../operation/json-fields.ts';
import type { ModelResponse, TokenUsage } from '../operation/model-call.ts';
import type { OutputBuffer } from '../operation/output-buffer.ts';
import { completionOutput } from '../operation/response-messages.ts';
import type { StreamResult } from '../operation/stream-result.ts';

/** Chunks of chat and text completions. https://platform.openai.com/docs/api-reference/chat-streaming */
export interface ChatChunk {
  readonly id?: unknown;
  readonly model?: unknown;
  readonly choices?: readonly ChatChoice[] | null;
  readonly usage?: ChatUsage | null;
  readonly error?: unknown;
}

interface ChatChoice {
  readonly index?: number;
  readonly finish_reason?: string | null;
  readonly delta?: ChatDelta | null;
  /** In text completions. */
  readonly text?: string | null;
}

interface ChatDelta {
  readonly content?: string | null;
  readonly refusal?: string | null;
  /** From providers other than OpenAI. */
  readonly reasoning_content?: string | null;
  readonly tool_calls?: readonly ToolCallDelta[] | null;
}

interface ToolCallDelta {
  readonly index?: number;
  readonly id?: string;
  readonly function?: { readonly name?: string; readonly arguments?: string };
}

export interface ChatUsage {
  readonly prompt_tokens?: unknown;
  readonly completion_tokens?: unknown;
  readonly prompt_tokens_details?: { readonly cached_tokens?: unknown } | null;
  readonly completion_tokens_details?: { readonly reasoning_tokens?: unknown } | null;
}

export function readChatChunk(chunk: unknown, result: StreamResult): string | undefined {
  const { id, model, choices, usage, error } = chunk as ChatChunk;
  result.id ??= nonEmptyString(id);
  result.model ??= nonEmptyString(model);
  if (usage) readChatUsage(usage, result.usage);
  if (error) result.error = error;
  let text: string | undefined;
  for (let i = 0; i < lengthOf(choices); i++) {
    const choice = choices?.[i];
    if (!choice) continue;
    const content = choice.delta ? deltaText(choice.delta, result) : choice.text;
    if (content) text = (text ?? '') + content;
    if (result.output !== undefined) keepChoice(choice, result.output);
    if (choice.finish_reason) result.addFinishReason(choice.finish_reason, choice.index);
  }
  return text === undefined ? undefined : result.add(text);
}

function keepChoice({ index, delta, text }: ChatChoice, output: OutputBuffer): void {
  if (delta?.reasoning_content) output.text(delta.reasoning_content, index, 'reasoning');
  const content = delta?.content || delta?.refusal || text;
  if (content) output.text(content, index);
  for (let i = 0; i < lengthOf(delta?.tool_calls); i++) {
    const { index: key = 0, id, function: called } = delta?.tool_calls?.[i] ?? {};
    if (called?.name) output.call(key, called.name, id, index);
    if (called?.arguments) output.argument(key, called.arguments, index);
  }
}

function deltaText(delta: ChatDelta, result: StreamResult): string | null | undefined {
  if (!delta.tool_calls) return delta.content || delta.refusal || delta.reasoning_content;
  let text = delta.content ?? '';
  for (let i = 0; i < lengthOf(delta.tool_calls); i++) {
    const call = delta.tool_calls[i];
    if (call?.id && call.function?.name) result.callTool(call.function.name, call.id);
    text += call?.function?.arguments ?? '';
  }
  return text;
}

export function readChatUsage(counts: ChatUsage, usage: TokenUsage): void {
  usage.inputTokens = finiteNumber(counts.prompt_tokens);
  usage.outputTokens = finiteNumber(counts.completion_tokens);
  usage.cacheReadInputTokens = finiteNumber(counts.prompt_tokens_details?.cached_tokens);
  usage.reasoningOutputTokens = finiteNumber(counts.completion_tokens_details?.reasoning_tokens);
}

/** A chat completion, text completion or list of embeddings that was not streamed. */
export function readChatResult(result: unknown, response: ModelResponse): void {
  const { id, model, choices, usage } = result as ChatChunk;
  response.id = nonEmptyString(id);
  response.model = nonEmptyString(model);
  if (usage) readChatUsage(usage, response.usage);
  for (let i = 0; i < lengthOf(choices); i++) {
    const reason = choices?.[i]?.finish_reason;
    if (reason) response.finishReasons.push(reason);
  }
  if (choices) response.readOutput = () => completionOutput(choices);
}
