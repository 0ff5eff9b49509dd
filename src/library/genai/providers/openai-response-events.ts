import { numberOf, stringOf } from '../operation/json-fields.ts';
import type { ModelAnswer, TokenUsage } from '../operation/model-call.ts';
import { responseOutput } from '../operation/response-messages.ts';
import type { StreamFacts } from '../operation/stream-result.ts';

/** Events of the responses API. https://platform.openai.com/docs/api-reference/responses-streaming */
interface ResponseEvent {
  readonly type: string;
  readonly delta?: unknown;
  readonly output_index?: number;
  readonly response?: ResponseObject;
  readonly item?: { readonly type?: string; readonly name?: string; readonly call_id?: string };
  readonly code?: unknown;
  readonly message?: unknown;
}

interface ResponseObject {
  readonly id?: unknown;
  readonly model?: unknown;
  readonly status?: unknown;
  readonly error?: unknown;
  readonly incomplete_details?: { readonly reason?: unknown } | null;
  readonly conversation?: { readonly id?: unknown } | null;
  readonly usage?: ResponseUsage | null;
  readonly output?: readonly { readonly type?: string }[] | null;
}

interface ResponseUsage {
  readonly input_tokens?: unknown;
  readonly output_tokens?: unknown;
  readonly input_tokens_details?: { readonly cached_tokens?: unknown } | null;
  readonly output_tokens_details?: { readonly reasoning_tokens?: unknown } | null;
}

export function readResponseEvent(chunk: unknown, facts: StreamFacts): string | undefined {
  const event = chunk as ResponseEvent;
  switch (event.type) {
    case 'response.created':
    case 'response.in_progress':
      if (event.response) noteIdentity(event.response, facts);
      return undefined;
    case 'response.completed':
    case 'response.incomplete':
    case 'response.failed':
      if (event.response) readEnd(event.response, facts);
      return undefined;
    case 'response.output_item.added':
      if (event.item?.name) {
        facts.callTool(event.item.name, event.item.call_id);
        facts.output?.call(event.output_index ?? 0, event.item.name, event.item.call_id);
      }
      return undefined;
    case 'error':
      facts.error = event;
      return undefined;
    default:
      return event.type.endsWith('.delta') && typeof event.delta === 'string' ? readDelta(event, facts) : undefined;
  }
}

function readDelta({ type, delta, output_index }: ResponseEvent, facts: StreamFacts): string {
  const text = delta as string;
  if (type.endsWith('arguments.delta')) facts.output?.argument(output_index ?? 0, text);
  else facts.output?.text(text, 0, type.includes('reasoning') ? 'reasoning' : 'text');
  return facts.add(text);
}

function readEnd(response: ResponseObject, facts: StreamFacts): void {
  readResponse(response, facts);
  facts.isOver = true;
  if (response.status === 'failed') facts.error = response.error ?? new Error('response.failed');
}

/** A response that was not streamed, or the one that the last event brings. */
export function readResponse(result: unknown, into: ModelAnswer): void {
  const response = result as ResponseObject;
  noteIdentity(response, into);
  if (response.usage) readUsage(response.usage, into.usage);
  const reason = finishReasonOf(response);
  if (reason !== undefined) into.finishReasons.splice(0, Number.POSITIVE_INFINITY, reason);
  const { output } = response;
  if (output && output.length > 0) into.readOutput = () => responseOutput(output, reason);
}

function noteIdentity({ id, model, conversation }: ResponseObject, into: ModelAnswer): void {
  into.id ??= stringOf(id);
  into.model ??= stringOf(model);
  into.conversationId ??= stringOf(conversation?.id);
}

function readUsage(counts: ResponseUsage, usage: TokenUsage): void {
  usage.inputTokens = numberOf(counts.input_tokens);
  usage.outputTokens = numberOf(counts.output_tokens);
  usage.cacheReadInputTokens = numberOf(counts.input_tokens_details?.cached_tokens);
  usage.reasoningOutputTokens = numberOf(counts.output_tokens_details?.reasoning_tokens);
}

/** The API has a status instead: told in the words of chat completions. */
function finishReasonOf({ status, incomplete_details, output }: ResponseObject): string | undefined {
  if (status === 'incomplete') return incomplete_details?.reason === 'max_output_tokens' ? 'length' : 'content_filter';
  if (status !== 'completed') return undefined;
  return output?.some(({ type }) => type?.endsWith('_call')) ? 'tool_calls' : 'stop';
}
