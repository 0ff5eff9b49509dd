import type { Attributes } from '@opentelemetry/api';
import type { GenAiContent, GenAiMessage } from '../operation/gen-ai-message.ts';
import type { GenAiOperation, GenAiUsage } from '../operation/gen-ai-operation.ts';
import { type Dialect, type ForeignReading, namedBy, requestOf } from './dialect.ts';
import type { ForeignAttributes } from './foreign-attributes.ts';
import { finishReasonOf, providerOf } from './foreign-provider.ts';
import { callOf, messagesOf, partsOf, toolAnswerOf } from './message-normalizer.ts';

const OPERATIONS: Readonly<Record<string, string>> = {
  LLM: 'chat',
  EMBEDDING: 'embeddings',
  TOOL: 'execute_tool',
  RETRIEVER: 'retrieval',
  AGENT: 'invoke_agent',
  CHAIN: 'invoke_workflow',
};
const COUNTING = new Set(['LLM', 'EMBEDDING']);

/** `llm.*` and `openinference.*` of Arize's OpenInference. https://github.com/Arize-ai/openinference/tree/main/spec */
export const openInference: Dialect = {
  isSpoken: (source) => source.text('openinference.span.kind') !== undefined,
  read(source, { name }): ForeignReading {
    const kind = (source.text('openinference.span.kind') ?? '').toUpperCase();
    const known = OPERATIONS[kind];
    const operation = operationOf(source);
    const own = operation.tool?.name ?? operation.agent?.name ?? name;
    return {
      operation:
        known === undefined ? operation : { ...operation, ...namedBy(known, own, operation), operation: known },
      content: () => (kind === 'TOOL' ? toolContent(source) : contentOf(source)),
      isWrapper: !COUNTING.has(kind),
    };
  },
};

function operationOf(source: ForeignAttributes): Partial<GenAiOperation> {
  const reason = source.text('llm.finish_reason');
  const parameters = source.record('llm.invocation_parameters');
  const called = parameters['model'];
  const requested = source.text('llm.request.model_name') ?? (typeof called === 'string' ? called : undefined);
  const model = source.text('llm.model_name', 'embedding.model_name');
  return {
    provider: providerOf(source.text('llm.provider', 'llm.system')),
    request: { ...requestOf(parameters), model: requested ?? model },
    response: {
      // The one name there is, is that of the answer as soon as there is an answer.
      model: source.text('llm.response.model_name') ?? (requested === undefined ? undefined : model),
      finishReasons: reason === undefined ? undefined : [finishReasonOf(reason)],
    },
    usage: usageOf(source),
    conversationId: source.text('session.id'),
    agent: { name: source.text('agent.name') },
    tool: {
      name: source.text('tool.name'),
      description: source.text('tool.description'),
      callId: source.text('tool.id'),
    },
  };
}

function usageOf(source: ForeignAttributes): GenAiUsage {
  // The conventions have no totals.
  source.any('llm.token_count.total');
  return {
    inputTokens: source.number('llm.token_count.prompt'),
    outputTokens: source.number('llm.token_count.completion'),
    cacheReadInputTokens: source.number('llm.token_count.prompt_details.cache_read'),
    cacheWriteInputTokens: source.number('llm.token_count.prompt_details.cache_write'),
    reasoningOutputTokens: source.number('llm.token_count.completion_details.reasoning'),
  };
}

function contentOf(source: ForeignAttributes): GenAiContent {
  const input = source.indexed('llm.input_messages').map((fields) => messageOf(fields, 'user'));
  const output = source.indexed('llm.output_messages').map((fields) => messageOf(fields, 'assistant'));
  const [inputValue, outputValue] = [source.json('input.value'), source.json('output.value')];
  const documents = source.indexed('retrieval.documents');
  return {
    input: input.length > 0 ? input : messagesOf(inputValue, 'user'),
    output: output.length > 0 ? output : messagesOf(outputValue, 'assistant'),
    retrievalDocuments: documents.length > 0 ? documents : undefined,
  };
}

const toolContent = (source: ForeignAttributes): GenAiContent => ({
  toolArguments: source.json('tool.parameters', 'input.value'),
  toolResult: source.json('output.value'),
});

const CALL = /^message\.tool_calls\.(\d+)\.tool_call\./;
const CONTENT_TEXT = /^message\.contents\.\d+\.message_content\.text$/;

/** One message, whose fields are attributes of their own: `message.role`, `message.tool_calls.0.tool_call.function.name`. */
function messageOf(fields: Attributes, role: string): GenAiMessage {
  const own = typeof fields['message.role'] === 'string' ? fields['message.role'] : role;
  const answered = fields['message.tool_call_id'];
  if (typeof answered === 'string') return { role: own, parts: [toolAnswerOf(answered, fields['message.content'])] };
  const texts = Object.entries(fields).flatMap(([name, value]) => (CONTENT_TEXT.test(name) ? partsOf(value) : []));
  const calls = new Set(Object.keys(fields).flatMap((name) => CALL.exec(name)?.[1] ?? []));
  const called = [...calls].map((index) => {
    const field = (name: string): unknown => fields[`message.tool_calls.${index}.tool_call.${name}`];
    return callOf(field('id'), field('function.name'), field('function.arguments'));
  });
  return { role: own, parts: [...partsOf(fields['message.content']), ...texts, ...called] };
}
