import type { GenAiContent } from '../operation/gen-ai-message.ts';
import type { GenAiOperation, GenAiRequest, GenAiUsage } from '../operation/gen-ai-operation.ts';
import type { Dialect, ForeignReading } from './dialect.ts';
import type { ForeignAttributes } from './foreign-attributes.ts';
import { finishReasonOf, providerOf } from './foreign-provider.ts';
import { callsOf, messagesOf, partsOf } from './message-normalizer.ts';

const INNER: readonly (readonly [RegExp, string])[] = [
  [/^ai\.(generate|stream)(Text|Object)\.do(Generate|Stream)$/, 'chat'],
  [/^ai\.embed(Many)?\.doEmbed$/, 'embeddings'],
  [/^ai\.toolCall$/, 'execute_tool'],
];
const OUTER: readonly (readonly [RegExp, string])[] = [
  [/^ai\.(generate|stream)(Text|Object)$/, 'invoke_agent'],
  [/^ai\.embed(Many)?$/, 'invoke_workflow'],
];

/** `ai.*` of the Vercel AI SDK: `ai.generateText` is around one or more `ai.generateText.doGenerate`. https://ai-sdk.dev/docs/ai-sdk-core/telemetry */
export const vercel: Dialect = {
  isSpoken: (source) => source.text('ai.operationId') !== undefined,
  read(source): ForeignReading {
    const id = source.text('ai.operationId') ?? '';
    const inner = INNER.find(([form]) => form.test(id))?.[1];
    const outer = OUTER.find(([form]) => form.test(id))?.[1];
    const functionId = source.text('ai.telemetry.functionId');
    const operation: Partial<GenAiOperation> = {
      provider: providerOf(source.text('ai.model.provider')),
      request: requestOf(source, id),
      response: responseOf(source),
      usage: usageOf(source),
      ...(outer === 'invoke_agent' ? { agent: { name: functionId } } : {}),
      ...(outer === 'invoke_workflow' ? { workflowName: functionId ?? id } : {}),
      ...(inner === 'execute_tool' ? { tool: toolOf(source) } : {}),
    };
    const known = inner ?? outer;
    return {
      operation: known === undefined ? operation : { ...operation, operation: known },
      content: () => contentOf(source),
      isWrapper: inner === undefined,
    };
  },
};

function requestOf(source: ForeignAttributes, id: string): GenAiRequest {
  return {
    model: source.text('ai.model.id'),
    stream: id.endsWith('.doStream') ? true : undefined,
    temperature: source.number('ai.settings.temperature'),
    topP: source.number('ai.settings.topP'),
    topK: source.number('ai.settings.topK'),
    maxTokens: source.number('ai.settings.maxOutputTokens', 'ai.settings.maxTokens'),
    seed: source.number('ai.settings.seed'),
    frequencyPenalty: source.number('ai.settings.frequencyPenalty'),
    presencePenalty: source.number('ai.settings.presencePenalty'),
    stopSequences: source.texts('ai.settings.stopSequences'),
    outputType: source.text('ai.schema', 'ai.settings.output') === undefined ? undefined : 'json',
  };
}

function responseOf(source: ForeignAttributes) {
  const millis = source.number('ai.response.msToFirstChunk', 'ai.stream.msToFirstChunk');
  const reason = source.text('ai.response.finishReason', 'ai.finishReason');
  return {
    id: source.text('ai.response.id'),
    model: source.text('ai.response.model'),
    finishReasons: reason === undefined ? undefined : [finishReasonOf(reason)],
    timeToFirstChunkSeconds: millis === undefined ? undefined : millis / 1_000,
  };
}

function usageOf(source: ForeignAttributes): GenAiUsage {
  // The conventions have no totals.
  source.any(
    'ai.usage.totalTokens',
    'ai.usage.inputTokenDetails.noCacheTokens',
    'ai.usage.outputTokenDetails.textTokens',
  );
  return {
    inputTokens: source.number('ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens'),
    outputTokens: source.number('ai.usage.outputTokens', 'ai.usage.completionTokens'),
    cacheReadInputTokens: source.number('ai.usage.inputTokenDetails.cacheReadTokens', 'ai.usage.cachedInputTokens'),
    cacheWriteInputTokens: source.number('ai.usage.inputTokenDetails.cacheWriteTokens'),
    reasoningOutputTokens: source.number('ai.usage.outputTokenDetails.reasoningTokens', 'ai.usage.reasoningTokens'),
  };
}

const toolOf = (source: ForeignAttributes) => ({
  name: source.text('ai.toolCall.name'),
  callId: source.text('ai.toolCall.id'),
  type: 'function',
});

function contentOf(source: ForeignAttributes): GenAiContent {
  const tools = source.texts('ai.prompt.tools')?.map((tool) => toolDefinition(tool));
  const reasoning = source.text('ai.response.reasoning');
  const parts = [
    ...(reasoning === undefined ? [] : [{ type: 'reasoning', content: reasoning }]),
    ...partsOf(source.text('ai.response.text', 'ai.response.object')),
    ...callsOf(source.json('ai.response.toolCalls')),
  ];
  const prompt = source.json('ai.prompt.messages', 'ai.prompt');
  return {
    input: messagesOf(isPrompt(prompt) ? prompt.prompt : prompt, 'user'),
    output: parts.length === 0 ? undefined : [{ role: 'assistant', parts }],
    toolDefinitions: tools,
    toolArguments: source.json('ai.toolCall.args'),
    toolResult: source.json('ai.toolCall.result'),
  };
}

/** `{ "prompt": "…" }` is what `prompt: '…'` was called with. */
function isPrompt(value: unknown): value is { readonly prompt: unknown } {
  return typeof value === 'object' && value !== null && 'prompt' in value;
}

function toolDefinition(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
