import { numberOf, stringOf } from '../operation/json-fields.ts';
import type { AskedRequest, RequestBody } from '../operation/model-call.ts';
import { messageContent, promptContent } from '../operation/request-messages.ts';

/** A message. https://docs.claude.com/en/api/messages */
export function readMessageRequest(body: RequestBody): AskedRequest {
  return {
    operation: 'chat',
    request: {
      ...sampling(body),
      maxTokens: numberOf(body['max_tokens']),
      outputType: isJson(body) ? 'json' : undefined,
      reasoningLevel: stringOf((body['output_config'] as RequestBody | undefined)?.['effort']),
    },
    readContent: () => messageContent(body),
  };
}

/** A text completion, which is what there was before. */
export function readPromptRequest(body: RequestBody): AskedRequest {
  return {
    operation: 'text_completion',
    request: { ...sampling(body), maxTokens: numberOf(body['max_tokens_to_sample']) },
    readContent: () => promptContent(body),
  };
}

function sampling(body: RequestBody): AskedRequest['request'] {
  const stop = body['stop_sequences'];
  return {
    model: stringOf(body['model']),
    stream: body['stream'] === true || undefined,
    temperature: numberOf(body['temperature']),
    topP: numberOf(body['top_p']),
    topK: numberOf(body['top_k']),
    stopSequences: Array.isArray(stop) ? stop : undefined,
  };
}

/** Structured outputs: `output_config.format`, or `output_format` while they were in beta. */
function isJson(body: RequestBody): boolean {
  const format = (body['output_config'] as RequestBody | undefined)?.['format'] ?? body['output_format'];
  return (format as RequestBody | undefined)?.['type'] === 'json_schema';
}
