import type { GenAiOperation } from '../operation/gen-ai-operation.ts';
import type { ForeignAttributes } from './foreign-attributes.ts';
import { providerOf } from './foreign-provider.ts';

/** Reads the conventions' own names, including those of earlier and later generations. */
export function readGenAi(source: ForeignAttributes): Partial<GenAiOperation> {
  return {
    operation: source.text('gen_ai.operation.name'),
    provider: source.text('gen_ai.provider.name') ?? providerOf(source.text('gen_ai.system')),
    request: {
      model: source.text('gen_ai.request.model'),
      stream: source.flag('gen_ai.request.stream', 'gen_ai.is_streaming'),
      temperature: source.number('gen_ai.request.temperature'),
      topP: source.number('gen_ai.request.top_p'),
      topK: source.number('gen_ai.request.top_k'),
      maxTokens: source.number('gen_ai.request.max_tokens'),
      seed: source.number('gen_ai.request.seed', 'gen_ai.openai.request.seed'),
      frequencyPenalty: source.number('gen_ai.request.frequency_penalty'),
      presencePenalty: source.number('gen_ai.request.presence_penalty'),
      stopSequences: source.texts('gen_ai.request.stop_sequences'),
    },
    response: {
      id: source.text('gen_ai.response.id'),
      model: source.text('gen_ai.response.model'),
      finishReasons: source.texts('gen_ai.response.finish_reasons'),
    },
    usage: {
      inputTokens: source.number('gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'),
      outputTokens: source.number('gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'),
      cacheReadInputTokens: source.number(
        'gen_ai.usage.cache_read.input_tokens',
        'gen_ai.usage.cache_read_input_tokens',
      ),
      cacheWriteInputTokens: source.number(
        'gen_ai.usage.cache_write.input_tokens',
        'gen_ai.usage.cache_creation.input_tokens',
        'gen_ai.usage.cache_creation_input_tokens',
      ),
      reasoningOutputTokens: source.number('gen_ai.usage.reasoning.output_tokens', 'gen_ai.usage.reasoning_tokens'),
    },
    conversationId: source.text('gen_ai.conversation.id'),
    agent: { name: source.text('gen_ai.agent.name'), id: source.text('gen_ai.agent.id') },
    tool: { name: source.text('gen_ai.tool.name'), callId: source.text('gen_ai.tool.call.id') },
  } as Partial<GenAiOperation>;
}
