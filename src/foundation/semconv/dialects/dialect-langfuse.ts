import type { GenAiContent } from '../operation/gen-ai-message.ts';
import type { GenAiOperation, GenAiUsage } from '../operation/gen-ai-operation.ts';
import { type Dialect, type ForeignReading, namedBy, requestOf } from './dialect.ts';
import { type ForeignAttributes, parseNumber } from './foreign-attributes.ts';
import { messagesOf } from './message-normalizer.ts';

const OPERATIONS: Readonly<Record<string, string>> = {
  generation: 'chat',
  embedding: 'embeddings',
  tool: 'execute_tool',
  retriever: 'retrieval',
  agent: 'invoke_agent',
  chain: 'invoke_workflow',
};
const COUNTING = new Set(['generation', 'embedding']);

/** `langfuse.*` of the Langfuse SDK. https://langfuse.com/integrations/native/opentelemetry */
export const langfuse: Dialect = {
  isSpoken: (source) => source.text('langfuse.observation.type') !== undefined,
  read(source, { name, startTimeMillis }): ForeignReading {
    const type = source.text('langfuse.observation.type') ?? '';
    const known = OPERATIONS[type];
    const operation = operationOf(source, startTimeMillis);
    return {
      operation: known === undefined ? operation : { ...operation, ...namedBy(known, name), operation: known },
      content: () => contentOf(source, type),
      isWrapper: !COUNTING.has(type),
    };
  },
};

function operationOf(source: ForeignAttributes, startTimeMillis: number): Partial<GenAiOperation> {
  const version = source.any('langfuse.observation.prompt.version');
  return {
    request: {
      ...requestOf(source.record('langfuse.observation.model.parameters')),
      model: source.text('langfuse.observation.model.name'),
      promptName: source.text('langfuse.observation.prompt.name'),
      promptVersion: version === undefined ? undefined : String(version),
    },
    response: { timeToFirstChunkSeconds: sinceStart(source, startTimeMillis) },
    usage: usageOf(source.record('langfuse.observation.usage_details')),
    conversationId: source.text('langfuse.session.id', 'session.id'),
  };
}

/** The time is a text, some versions have it as JSON. */
function sinceStart(source: ForeignAttributes, startTimeMillis: number): number | undefined {
  const time = Date.parse(String(source.json('langfuse.observation.completion_start_time')));
  const seconds = (time - startTimeMillis) / 1_000;
  return seconds >= 0 ? seconds : undefined;
}

/**
 * Langfuse counts apart what belongs together: `input` is without `input_cached_tokens`, and all add up to `total`. Where `input` and `output` alone
 * are the total already, and in what applications pass of a provider's own usage, they are whole.
 */
function usageOf(details: Readonly<Record<string, unknown>>): GenAiUsage {
  const number = (...names: readonly string[]): number | undefined =>
    parseNumber(names.map((name) => details[name]).find((value) => value != null));
  const [input, output, total] = [number('input'), number('output'), number('total')];
  const isWhole = total !== undefined && (input ?? 0) + (output ?? 0) === total;
  const sum = (form: RegExp): number =>
    Object.entries(details).reduce((all, [name, value]) => all + (form.test(name) ? (parseNumber(value) ?? 0) : 0), 0);
  return {
    inputTokens: input === undefined || isWhole ? (input ?? number(...INPUT)) : sum(/^(input|cache_)/),
    outputTokens: output === undefined || isWhole ? (output ?? number(...OUTPUT)) : sum(/^output/),
    cacheReadInputTokens: number('cache_read_input_tokens', 'input_cached_tokens', 'input_cache_read'),
    cacheWriteInputTokens: number('cache_creation_input_tokens', 'input_cache_creation'),
    reasoningOutputTokens: number('output_reasoning_tokens', 'reasoning_tokens', 'output_reasoning'),
  };
}

const INPUT = ['input_tokens', 'promptTokens', 'prompt_tokens'];
const OUTPUT = ['output_tokens', 'completionTokens', 'completion_tokens'];

function contentOf(source: ForeignAttributes, type: string): GenAiContent {
  const input = source.json('langfuse.observation.input');
  const output = source.json('langfuse.observation.output');
  return type === 'tool'
    ? { toolArguments: input, toolResult: output }
    : { input: messagesOf(input, 'user'), output: messagesOf(output, 'assistant') };
}
