import type { Attributes } from '@opentelemetry/api';
import type { GenAiContent, GenAiMessage } from '../operation/gen-ai-message.ts';
import type { GenAiOperation } from '../operation/gen-ai-operation.ts';
import type { Dialect, ForeignReading } from './dialect.ts';
import type { ForeignAttributes } from './foreign-attributes.ts';
import { finishReasonOf, providerOf } from './foreign-provider.ts';
import { callOf, partsOf, toolAnswerOf } from './message-normalizer.ts';

const REQUESTS: Readonly<Record<string, string>> = {
  chat: 'chat',
  completion: 'text_completion',
  embedding: 'embeddings',
  rerank: 'rerank',
};
const ENTITIES: Readonly<Record<string, string>> = {
  workflow: 'invoke_workflow',
  agent: 'invoke_agent',
  tool: 'execute_tool',
};

/** `llm.*`, `traceloop.*` and the gen_ai names of its own time that OpenLLMetry writes. https://github.com/traceloop/openllmetry-js */
export const openLlmetry: Dialect = {
  isSpoken: (source) =>
    source.any('llm.request.type', 'traceloop.span.kind', 'llm.usage.total_tokens', 'gen_ai.prompt.0.role') !==
      undefined || source.any('gen_ai.completion.0.role', 'llm.request.model') !== undefined,
  read(source): ForeignReading {
    const entity = source.text('traceloop.span.kind');
    const known = REQUESTS[source.text('llm.request.type') ?? ''] ?? ENTITIES[entity ?? ''];
    const operation = { ...operationOf(source), ...entityOf(source, entity) };
    return {
      operation: known === undefined ? operation : { ...operation, operation: known },
      content: () => (entity === 'tool' ? toolContent(source) : contentOf(source)),
      isWrapper: entity !== undefined,
    };
  },
};

function entityOf(source: ForeignAttributes, entity: string | undefined): Partial<GenAiOperation> {
  // Each span inside of a workflow has its name.
  const workflowName = source.text('traceloop.workflow.name');
  const name = source.text('traceloop.entity.name');
  return {
    ...(entity === 'agent' ? { agent: { name } } : {}),
    ...(entity === 'tool' ? { tool: { name, type: 'function' } } : {}),
    workflowName: entity === 'workflow' ? (name ?? workflowName) : workflowName,
  };
}

function operationOf(source: ForeignAttributes): Partial<GenAiOperation> {
  const completions = source.indexed('gen_ai.completion');
  const reasons = completions.map((fields) => fields['finish_reason']).filter((reason) => typeof reason === 'string');
  const own = source.texts('llm.response.finish_reason', 'llm.response.stop_reason');
  return {
    provider: providerOf(source.text('llm.vendor')),
    request: {
      model: source.text('llm.request.model'),
      stream: source.flag('llm.is_streaming'),
      temperature: source.number('llm.temperature'),
      topP: source.number('llm.top_p'),
      topK: source.number('llm.top_k'),
      maxTokens: source.number('llm.request.max_tokens'),
      frequencyPenalty: source.number('llm.frequency_penalty'),
      presencePenalty: source.number('llm.presence_penalty'),
      stopSequences: source.texts('llm.chat.stop_sequences'),
    },
    response: {
      model: source.text('llm.response.model'),
      finishReasons: reasons.length > 0 ? reasons.map(finishReasonOf) : own?.map(finishReasonOf),
    },
    usage: {
      inputTokens: source.number('llm.usage.prompt_tokens'),
      outputTokens: source.number('llm.usage.completion_tokens'),
      cacheReadInputTokens: source.number('llm.usage.cache_read_input_tokens'),
      cacheWriteInputTokens: source.number('llm.usage.cache_creation_input_tokens'),
      reasoningOutputTokens: source.number('llm.usage.reasoning_tokens'),
    },
    conversationId: source.text(
      ...['session_id', 'conversation_id', 'thread_id'].map((name) => `traceloop.association.properties.${name}`),
    ),
  };
}

const toolContent = (source: ForeignAttributes): GenAiContent => ({
  toolArguments: source.json('traceloop.entity.input'),
  toolResult: source.json('traceloop.entity.output'),
});

function contentOf(source: ForeignAttributes): GenAiContent {
  const input = source.indexed('gen_ai.prompt').map((fields) => messageOf(fields, 'user'));
  const output = source.indexed('gen_ai.completion').map((fields) => messageOf(fields, 'assistant'));
  const tools = source.indexed('llm.request.functions');
  source.any('traceloop.entity.input', 'traceloop.entity.output');
  return {
    input: input.length > 0 ? input : undefined,
    output: output.length > 0 ? output : undefined,
    toolDefinitions: tools.length > 0 ? tools : undefined,
  };
}

/** `gen_ai.prompt.0.content`, `gen_ai.completion.0.tool_calls.0.name`. */
function messageOf(fields: Attributes, role: string): GenAiMessage {
  const own = typeof fields['role'] === 'string' ? fields['role'] : role;
  const calls = new Set(Object.keys(fields).flatMap((name) => /^tool_calls\.(\d+)\./.exec(name)?.[1] ?? []));
  const called = [...calls].map((index) => {
    const field = (name: string): unknown => fields[`tool_calls.${index}.${name}`];
    return callOf(field('id'), field('name'), field('arguments'));
  });
  const answered = fields['tool_call_id'];
  if (typeof answered === 'string') return { role: own, parts: [toolAnswerOf(answered, fields['content'])] };
  return { role: own, parts: [...partsOf(fields['content']), ...called] };
}
