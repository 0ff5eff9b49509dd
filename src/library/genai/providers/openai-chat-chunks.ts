import { numberOf, stringOf } from '../operation/json-fields.ts';
import type { ModelAnswer, TokenUsage } from '../operation/model-call.ts';
import type { StreamedOutput } from '../operation/output-buffer.ts';
import { completionOutput } from '../operation/response-messages.ts';
import type { StreamFacts } from '../operation/stream-result.ts';

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
  /** Of text completions. */
  readonly text?: string | null;
}

interface ChatDelta {
  readonly content?: string | null;
  readonly refusal?: string | null;
  /** Of providers other than OpenAI. */
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

export function readChatChunk(chunk: unknown, facts: StreamFacts): string | undefined {
  const { id, model, choices, usage, error } = chunk as ChatChunk;
  facts.id ??= stringOf(id);
  facts.model ??= stringOf(model);
  if (usage) readChatUsage(usage, facts.usage);
  if (error) facts.error = error;
  let text: string | undefined;
  for (const choice of choices ?? []) {
    const content = choice.delta ? deltaText(choice.delta, facts) : choice.text;
    if (content) text = (text ?? '') + content;
    if (facts.output !== undefined) keepChoice(choice, facts.output);
    if (choice.finish_reason) facts.addFinishReason(choice.finish_reason, choice.index);
  }
  return text === undefined ? undefined : facts.add(text);
}

function keepChoice({ index, delta, text }: ChatChoice, output: StreamedOutput): void {
  if (delta?.reasoning_content) output.text(delta.reasoning_content, index, 'reasoning');
  const said = delta?.content || delta?.refusal || text;
  if (said) output.text(said, index);
  for (const { index: key = 0, id, function: called } of delta?.tool_calls ?? []) {
    if (called?.name) output.call(key, called.name, id, index);
    if (called?.arguments) output.argument(key, called.arguments, index);
  }
}

function deltaText(delta: ChatDelta, facts: StreamFacts): string | null | undefined {
  if (!delta.tool_calls) return delta.content || delta.refusal || delta.reasoning_content;
  let text = delta.content ?? '';
  for (const call of delta.tool_calls) {
    if (call.id && call.function?.name) facts.callTool(call.function.name, call.id);
    text += call.function?.arguments ?? '';
  }
  return text;
}

export function readChatUsage(counts: ChatUsage, usage: TokenUsage): void {
  usage.inputTokens = numberOf(counts.prompt_tokens);
  usage.outputTokens = numberOf(counts.completion_tokens);
  usage.cacheReadInputTokens = numberOf(counts.prompt_tokens_details?.cached_tokens);
  usage.reasoningOutputTokens = numberOf(counts.completion_tokens_details?.reasoning_tokens);
}

/** A chat completion, text completion or list of embeddings that was not streamed. */
export function readChatResult(result: unknown, response: ModelAnswer): void {
  const { id, model, choices, usage } = result as ChatChunk;
  response.id = stringOf(id);
  response.model = stringOf(model);
  if (usage) readChatUsage(usage, response.usage);
  for (const { finish_reason } of choices ?? []) if (finish_reason) response.finishReasons.push(finish_reason);
  if (choices) response.readOutput = () => completionOutput(choices);
}
