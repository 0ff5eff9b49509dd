import type { GenAiRequest } from '../../../foundation/semconv/operation/gen-ai-operation.ts';
import { finiteNumber, nonEmptyString } from '../operation/json-fields.ts';
import type { ParsedRequest, RequestBody } from '../operation/model-call.ts';
import { chatContent, promptContent, responseContent } from '../operation/request-messages.ts';

/** Reads a request for a chat completion. https://platform.openai.com/docs/api-reference/chat/create */
export function readChatRequest(body: RequestBody): ParsedRequest {
  return {
    operation: 'chat',
    request: {
      ...sampling(body),
      maxTokens: finiteNumber(body['max_completion_tokens']) ?? finiteNumber(body['max_tokens']),
      outputType: outputTypeOf(body['response_format']),
      reasoningLevel: nonEmptyString(body['reasoning_effort']),
    },
    openai: { apiType: 'chat_completions', requestServiceTier: serviceTierOf(body) },
    readContent: () => chatContent(body),
  };
}

/** Reads a request for a text completion, the older API. */
export function readCompletionRequest(body: RequestBody): ParsedRequest {
  return {
    operation: 'text_completion',
    request: { ...sampling(body), maxTokens: finiteNumber(body['max_tokens']) },
    readContent: () => promptContent(body),
  };
}

/** Reads a request for a response. https://platform.openai.com/docs/api-reference/responses/create */
export function readResponseRequest(body: RequestBody): ParsedRequest {
  const { text, reasoning, conversation } = body as Readonly<Record<string, RequestBody | string | undefined>>;
  const conversationId = typeof conversation === 'object' ? conversation?.['id'] : conversation;
  return {
    operation: 'chat',
    conversationId: nonEmptyString(conversationId),
    request: {
      ...sampling(body),
      maxTokens: finiteNumber(body['max_output_tokens']),
      outputType: outputTypeOf((text as RequestBody | undefined)?.['format']),
      reasoningLevel: nonEmptyString((reasoning as RequestBody | undefined)?.['effort']),
      previousResponseId: nonEmptyString(body['previous_response_id']),
    },
    openai: { apiType: 'responses', requestServiceTier: serviceTierOf(body) },
    readContent: () => responseContent(body),
  };
}

export function readEmbeddingsRequest(body: RequestBody): ParsedRequest {
  const format = nonEmptyString(body['encoding_format']);
  return {
    operation: 'embeddings',
    request: {
      model: nonEmptyString(body['model']),
      encodingFormats: format === undefined ? undefined : [format],
      dimensionCount: finiteNumber(body['dimensions']),
    },
  };
}

function sampling(body: RequestBody): GenAiRequest {
  const stop = body['stop'];
  return {
    model: nonEmptyString(body['model']),
    stream: body['stream'] === true || undefined,
    temperature: finiteNumber(body['temperature']),
    topP: finiteNumber(body['top_p']),
    seed: finiteNumber(body['seed']),
    choiceCount: finiteNumber(body['n']),
    frequencyPenalty: finiteNumber(body['frequency_penalty']),
    presencePenalty: finiteNumber(body['presence_penalty']),
    stopSequences: typeof stop === 'string' ? [stop] : Array.isArray(stop) ? stop : undefined,
  };
}

function serviceTierOf(body: RequestBody): string | undefined {
  const tier = nonEmptyString(body['service_tier']);
  return tier === 'auto' ? undefined : tier;
}

function outputTypeOf(format: unknown): string | undefined {
  const type = (format as RequestBody | undefined)?.['type'];
  if (type === 'json_schema' || type === 'json_object') return 'json';
  return type === 'text' ? 'text' : undefined;
}
