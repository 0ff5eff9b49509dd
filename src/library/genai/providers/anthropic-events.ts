import { finiteNumber, nonEmptyString } from '../operation/json-fields.ts';
import type { ModelResponse, TokenUsage } from '../operation/model-call.ts';
import type { OutputBuffer } from '../operation/output-buffer.ts';
import { messageOutput } from '../operation/response-messages.ts';
import type { StreamResult } from '../operation/stream-result.ts';

/** Events of the messages API. https://docs.claude.com/en/docs/build-with-claude/streaming */
interface MessageEvent {
  readonly type: string;
  readonly message?: MessageObject;
  readonly index?: number;
  readonly content_block?: { readonly type?: string; readonly name?: string; readonly id?: string };
  readonly delta?: MessageDelta;
  readonly usage?: MessageUsage | null;
  readonly error?: unknown;
  /** Of text completions. */
  readonly completion?: string;
  readonly stop_reason?: string | null;
  readonly model?: string;
}

interface MessageDelta {
  readonly text?: string;
  readonly thinking?: string;
  readonly partial_json?: string;
  readonly stop_reason?: string | null;
}

interface MessageObject {
  readonly content?: unknown;
  /** Of text completions. */
  readonly completion?: unknown;
  readonly id?: unknown;
  readonly model?: unknown;
  readonly stop_reason?: string | null;
  readonly usage?: MessageUsage | null;
}

interface MessageUsage {
  readonly input_tokens?: unknown;
  readonly output_tokens?: unknown;
  readonly cache_read_input_tokens?: unknown;
  readonly cache_creation_input_tokens?: unknown;
}

export function readMessageEvent(chunk: unknown, result: StreamResult): string | undefined {
  const event = chunk as MessageEvent;
  switch (event.type) {
    case 'message_start':
      if (event.message) readStart(event.message, result);
      return undefined;
    case 'content_block_start':
      if (event.content_block?.name) beginCall(event, event.content_block.name, result);
      return undefined;
    case 'content_block_delta': {
      const text = event.delta?.text ?? event.delta?.partial_json ?? event.delta?.thinking;
      if (text && result.output !== undefined) keepDelta(event, result.output);
      return text ? result.add(text) : undefined;
    }
    case 'message_delta':
      if (event.usage) readUsage(event.usage, result.usage);
      result.addFinishReason(event.delta?.stop_reason);
      return undefined;
    case 'error':
      result.error = event.error ?? event;
      return undefined;
    case 'completion':
      result.model ??= nonEmptyString(event.model);
      result.addFinishReason(event.stop_reason);
      if (event.completion) result.output?.text(event.completion);
      return event.completion ? result.add(event.completion) : undefined;
    default:
      return undefined;
  }
}

function beginCall({ index = 0, content_block }: MessageEvent, name: string, result: StreamResult): void {
  result.callTool(name, content_block?.id);
  result.output?.call(index, name, content_block?.id);
}

function keepDelta({ index = 0, delta }: MessageEvent, output: OutputBuffer): void {
  if (delta?.text) output.text(delta.text);
  else if (delta?.thinking) output.text(delta.thinking, 0, 'reasoning');
  else if (delta?.partial_json) output.argument(index, delta.partial_json);
}

/** The output tokens of the first event are only those so far. */
function readStart(message: MessageObject, result: StreamResult): void {
  result.id ??= nonEmptyString(message.id);
  result.model ??= nonEmptyString(message.model);
  if (message.usage) readUsage({ ...message.usage, output_tokens: undefined }, result.usage);
}

/** A message that was not streamed. */
export function readMessage(result: unknown, response: ModelResponse): void {
  const { id, model, stop_reason, usage, content, completion } = result as MessageObject;
  response.id = nonEmptyString(id);
  response.model = nonEmptyString(model);
  if (usage) readUsage(usage, response.usage);
  if (stop_reason) response.finishReasons.push(stop_reason);
  response.readOutput = () => messageOutput(content ?? completion, stop_reason);
}

/** The last event may leave out counts of the first. The API counts cached input tokens apart. */
function readUsage(counts: MessageUsage, usage: TokenUsage): void {
  const read = finiteNumber(counts.cache_read_input_tokens) ?? usage.cacheReadInputTokens;
  const created = finiteNumber(counts.cache_creation_input_tokens) ?? usage.cacheWriteInputTokens;
  const uncached = finiteNumber(counts.input_tokens);
  if (uncached !== undefined) usage.inputTokens = uncached + (read ?? 0) + (created ?? 0);
  usage.cacheReadInputTokens = read;
  usage.cacheWriteInputTokens = created;
  usage.outputTokens = finiteNumber(counts.output_tokens) ?? usage.outputTokens;
}
