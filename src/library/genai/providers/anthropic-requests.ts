import { finiteNumber, nonEmptyString } from '../operation/json-fields.ts';
import type { ParsedRequest, RequestBody } from '../operation/model-call.ts';
import { messageContent, promptContent } from '../operation/request-messages.ts';

/** Reads a request for a message. https://docs.claude.com/en/api/messages */
export function readMessageRequest(body: RequestBody): ParsedRequest {
  return {
    operation: 'chat',
    request: {
      ...sampling(body),
      maxTokens: finiteNumber(body['max_tokens']),
      outputType: isJson(body) ? 'json' : undefined,
      reasoningLevel: nonEmptyString((body['output_config'] as RequestBody | undefined)?.['effort']),
    },
    readContent: () => messageContent(body),
  };
}

/** Reads a request for a text completion, the older API. */
export function readPromptRequest(body: RequestBody): ParsedRequest {
  return {
    operation: 'text_completion',
    request: { ...sampling(body), maxTokens: finiteNumber(body['max_tokens_to_sample']) },
    readContent: () => promptContent(body),
  };
}

function sampling(body: RequestBody): ParsedRequest['request'] {
  const stop = body['stop_sequences'];
  return {
    model: nonEmptyString(body['model']),
    stream: body['stream'] === true || undefined,
    temperature: finiteNumber(body['temperature']),
    topP: finiteNumber(body['top_p']),
    topK: finiteNumber(body['top_k']),
    stopSequences: Array.isArray(stop) ? stop : undefined,
  };
}

/** Structured outputs: `output_config.format`, or `output_format` while they were in beta. */
function isJson(body: RequestBody): boolean {
  const format = (body['output_config'] as RequestBody | undefined)?.['format'] ?? body['output_format'];
  return (format as RequestBody | undefined)?.['type'] === 'json_schema';
}
