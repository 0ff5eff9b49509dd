import type { GenAiRequest } from '../../../foundation/semconv/operation/gen-ai-operation.ts';
import { numberOf, stringOf } from '../operation/json-fields.ts';
import type { AskedRequest, RequestBody } from '../operation/model-call.ts';
import { chatContent, promptContent, responseContent } from '../operation/request-messages.ts';

/** A chat completion. https://platform.openai.com/docs/api-reference/chat/create */
export function readChatRequest(body: RequestBody): AskedRequest {
  return {
    operation: 'chat',
    request: {
      ...sampling(body),
      maxTokens: numberOf(body['max_completion_tokens']) ?? numberOf(body['max_tokens']),
      outputType: outputTypeOf(body['response_format']),
      reasoningLevel: stringOf(body['reasoning_effort']),
    },
    openai: { apiType: 'chat_completions', requestServiceTier: serviceTierOf(body) },
    readContent: () => chatContent(body),
  };
}

/** A text completion, which is what there was before. */
export function readCompletionRequest(body: RequestBody): AskedRequest {
  return {
    operation: 'text_completion',
    request: { ...sampling(body), maxTokens: numberOf(body['max_tokens']) },
    readContent: () => promptContent(body),
  };
}

/** A response. https://platform.openai.com/docs/api-reference/responses/create */
export function readResponseRequest(body: RequestBody): AskedRequest {
  const { text, reasoning, conversation } = body as Readonly<Record<string, RequestBody | string | undefined>>;
  const conversationId = typeof conversation === 'object' ? conversation?.['id'] : conversation;
  return {
    operation: 'chat',
    conversationId: stringOf(conversationId),
    request: {
      ...sampling(body),
      maxTokens: numberOf(body['max_output_tokens']),
      outputType: outputTypeOf((text as RequestBody | undefined)?.['format']),
      reasoningLevel: stringOf((reasoning as RequestBody | undefined)?.['effort']),
      previousResponseId: stringOf(body['previous_response_id']),
    },
    openai: { apiType: 'responses', requestServiceTier: serviceTierOf(body) },
    readContent: () => responseContent(body),
  };
}

export function readEmbeddingsRequest(body: RequestBody): AskedRequest {
  const format = stringOf(body['encoding_format']);
  return {
    operation: 'embeddings',
    request: {
      model: stringOf(body['model']),
      encodingFormats: format === undefined ? undefined : [format],
      dimensionCount: numberOf(body['dimensions']),
    },
  };
}

function sampling(body: RequestBody): GenAiRequest {
  const stop = body['stop'];
  return {
    model: stringOf(body['model']),
    stream: body['stream'] === true || undefined,
    temperature: numberOf(body['temperature']),
    topP: numberOf(body['top_p']),
    seed: numberOf(body['seed']),
    choiceCount: numberOf(body['n']),
    frequencyPenalty: numberOf(body['frequency_penalty']),
    presencePenalty: numberOf(body['presence_penalty']),
    stopSequences: typeof stop === 'string' ? [stop] : Array.isArray(stop) ? stop : undefined,
  };
}

function serviceTierOf(body: RequestBody): string | undefined {
  const tier = stringOf(body['service_tier']);
  return tier === 'auto' ? undefined : tier;
}

function outputTypeOf(format: unknown): string | undefined {
  const type = (format as RequestBody | undefined)?.['type'];
  if (type === 'json_schema' || type === 'json_object') return 'json';
  return type === 'text' ? 'text' : undefined;
}
