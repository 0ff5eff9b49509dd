import type { Attributes } from '@opentelemetry/api';
import type { InferenceParameters, InferenceRequest, InferenceResponse, TokenUsage } from './inference.ts';

/** What a span and every metric point of an operation have in common. */
export function commonAttributes(request: InferenceRequest): Attributes {
  return defined({
    'gen_ai.operation.name': request.operation,
    'gen_ai.provider.name': request.provider,
    'gen_ai.system': request.provider,
    'gen_ai.request.model': request.model,
    'server.address': request.serverAddress,
    'server.port': request.serverPort,
  });
}

export function requestAttributes(request: InferenceRequest): Attributes {
  return {
    ...commonAttributes(request),
    ...defined({
      'gen_ai.request.stream': request.isStream || undefined,
      'gen_ai.conversation.id': request.conversationId,
    }),
    ...(request.parameters && parameterAttributes(request.parameters)),
  };
}

function parameterAttributes(parameters: InferenceParameters): Attributes {
  const { choiceCount, outputType, stopSequences, encodingFormats } = parameters;
  return defined({
    'gen_ai.request.temperature': parameters.temperature,
    'gen_ai.request.top_p': parameters.topP,
    'gen_ai.request.top_k': parameters.topK,
    'gen_ai.request.max_tokens': parameters.maxTokens,
    'gen_ai.request.frequency_penalty': parameters.frequencyPenalty,
    'gen_ai.request.presence_penalty': parameters.presencePenalty,
    'gen_ai.request.stop_sequences': stopSequences && [...stopSequences],
    'gen_ai.request.encoding_formats': encodingFormats && [...encodingFormats],
    'gen_ai.request.seed': parameters.seed,
    // Required if it is not 1.
    'gen_ai.request.choice.count': choiceCount === 1 ? undefined : choiceCount,
    'gen_ai.output.type': outputType,
  });
}

export function responseAttributes({ id, model, conversationId, finishReasons }: InferenceResponse): Attributes {
  return defined({
    'gen_ai.response.id': id,
    'gen_ai.response.model': model,
    'gen_ai.conversation.id': conversationId,
    'gen_ai.response.finish_reasons': finishReasons.length > 0 ? [...finishReasons] : undefined,
  });
}

export function usageAttributes(usage: TokenUsage): Attributes {
  return defined({
    'gen_ai.usage.input_tokens': usage.inputTokens,
    'gen_ai.usage.output_tokens': usage.outputTokens,
    'gen_ai.usage.cache_read.input_tokens': usage.cacheReadTokens || undefined,
    'gen_ai.usage.cache_creation.input_tokens': usage.cacheCreationTokens || undefined,
    'gen_ai.usage.reasoning.output_tokens': usage.reasoningTokens || undefined,
  });
}

function defined(attributes: Attributes): Attributes {
  for (const key in attributes) if (attributes[key] === undefined) delete attributes[key];
  return attributes;
}
