import { finiteNumber, lengthOf, nonEmptyString } from '../operation/json-fields.ts';
import type { ModelResponse, TokenUsage } from '../operation/model-call.ts';
import { responseOutput } from '../operation/response-messages.ts';
import type { StreamResult } from '../operation/stream-result.ts';

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

export function readResponseEvent(chunk: unknown, result: StreamResult): string | undefined {
  const event = chunk as ResponseEvent;
  switch (event.type) {
    case 'response.created':
    case 'response.in_progress':
      if (event.response) noteIdentity(event.response, result);
      return undefined;
    case 'response.completed':
    case 'response.incomplete':
    case 'response.failed':
      if (event.response) readEnd(event.response, result);
      return undefined;
    case 'response.output_item.added':
      if (event.item?.name) {
        result.callTool(event.item.name, event.item.call_id);
        result.output?.call(event.output_index ?? 0, event.item.name, event.item.call_id);
      }
      return undefined;
    case 'error':
      result.error = event;
      return undefined;
    default:
      return event.type.endsWith('.delta') && typeof event.delta === 'string' ? readDelta(event, result) : undefined;
  }
}

function readDelta({ type, delta, output_index }: ResponseEvent, result: StreamResult): string {
  const text = delta as string;
  if (type.endsWith('arguments.delta')) result.output?.argument(output_index ?? 0, text);
  else result.output?.text(text, 0, type.includes('reasoning') ? 'reasoning' : 'text');
  return result.add(text);
}

function readEnd(response: ResponseObject, result: StreamResult): void {
  readResponse(response, result);
  result.isOver = true;
  if (response.status === 'failed') result.error = response.error ?? new Error('response.failed');
}

/** Reads a response that was not streamed, or the one in the last event. */
export function readResponse(result: unknown, into: ModelResponse): void {
  const response = result as ResponseObject;
  noteIdentity(response, into);
  if (response.usage) readUsage(response.usage, into.usage);
  const reason = finishReasonOf(response);
  if (reason !== undefined) into.finishReasons.splice(0, Number.POSITIVE_INFINITY, reason);
  const { output } = response;
  if (output && lengthOf(output) > 0) into.readOutput = () => responseOutput(output, reason);
}

function noteIdentity({ id, model, conversation }: ResponseObject, into: ModelResponse): void {
  into.id ??= nonEmptyString(id);
  into.model ??= nonEmptyString(model);
  into.conversationId ??= nonEmptyString(conversation?.id);
}

function readUsage(counts: ResponseUsage, usage: TokenUsage): void {
  usage.inputTokens = finiteNumber(counts.input_tokens);
  usage.outputTokens = finiteNumber(counts.output_tokens);
  usage.cacheReadInputTokens = finiteNumber(counts.input_tokens_details?.cached_tokens);
  usage.reasoningOutputTokens = finiteNumber(counts.output_tokens_details?.reasoning_tokens);
}

/** The API has a status instead, which becomes a finish reason of chat completions. */
function finishReasonOf({ status, incomplete_details, output }: ResponseObject): string | undefined {
  if (status === 'incomplete') return incomplete_details?.reason === 'max_output_tokens' ? 'length' : 'content_filter';
  if (status !== 'completed') return undefined;
  return output?.slice(0, lengthOf(output)).some(({ type }) => type?.endsWith('_call')) ? 'tool_calls' : 'stop';
}
