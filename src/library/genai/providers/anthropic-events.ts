import { numberOf, stringOf } from '../operation/json-fields.ts';
import type { ModelAnswer, TokenUsage } from '../operation/model-call.ts';
import type { StreamedOutput } from '../operation/output-buffer.ts';
import { messageOutput } from '../operation/response-messages.ts';
import type { StreamFacts } from '../operation/stream-result.ts';

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

export function readMessageEvent(chunk: unknown, facts: StreamFacts): string | undefined {
  const event = chunk as MessageEvent;
  switch (event.type) {
    case 'message_start':
      if (event.message) readStart(event.message, facts);
      return undefined;
    case 'content_block_start':
      if (event.content_block?.name) beginCall(event, event.content_block.name, facts);
      return undefined;
    case 'content_block_delta': {
      const text = event.delta?.text ?? event.delta?.partial_json ?? event.delta?.thinking;
      if (text && facts.output !== undefined) keepDelta(event, facts.output);
      return text ? facts.add(text) : undefined;
    }
    case 'message_delta':
      if (event.usage) readUsage(event.usage, facts.usage);
      facts.addFinishReason(event.delta?.stop_reason);
      return undefined;
    case 'error':
      facts.error = event.error ?? event;
      return undefined;
    case 'completion':
      facts.model ??= stringOf(event.model);
      facts.addFinishReason(event.stop_reason);
      if (event.completion) facts.output?.text(event.completion);
      return event.completion ? facts.add(event.completion) : undefined;
    default:
      return undefined;
  }
}

function beginCall({ index = 0, content_block }: MessageEvent, name: string, facts: StreamFacts): void {
  facts.callTool(name, content_block?.id);
  facts.output?.call(index, name, content_block?.id);
}

function keepDelta({ index = 0, delta }: MessageEvent, output: StreamedOutput): void {
  if (delta?.text) output.text(delta.text);
  else if (delta?.thinking) output.text(delta.thinking, 0, 'reasoning');
  else if (delta?.partial_json) output.argument(index, delta.partial_json);
}

/** The output tokens that it names are those so far: no more than one or two. */
function readStart(message: MessageObject, facts: StreamFacts): void {
  facts.id ??= stringOf(message.id);
  facts.model ??= stringOf(message.model);
  if (message.usage) readUsage({ ...message.usage, output_tokens: undefined }, facts.usage);
}

/** A message that was not streamed. */
export function readMessage(result: unknown, response: ModelAnswer): void {
  const { id, model, stop_reason, usage, content, completion } = result as MessageObject;
  response.id = stringOf(id);
  response.model = stringOf(model);
  if (usage) readUsage(usage, response.usage);
  if (stop_reason) response.finishReasons.push(stop_reason);
  response.readOutput = () => messageOutput(content ?? completion, stop_reason);
}

/** What the last event leaves out stands as the first had it. Input tokens from a cache are counted apart by this API. */
function readUsage(counts: MessageUsage, usage: TokenUsage): void {
  const read = numberOf(counts.cache_read_input_tokens) ?? usage.cacheReadInputTokens;
  const created = numberOf(counts.cache_creation_input_tokens) ?? usage.cacheWriteInputTokens;
  const uncached = numberOf(counts.input_tokens);
  if (uncached !== undefined) usage.inputTokens = uncached + (read ?? 0) + (created ?? 0);
  usage.cacheReadInputTokens = read;
  usage.cacheWriteInputTokens = created;
  usage.outputTokens = numberOf(counts.output_tokens) ?? usage.outputTokens;
}
