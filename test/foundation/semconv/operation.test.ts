import { describe, expect, test } from '@jest/globals';
import {
  type GenAiContent,
  type GenAiOperation,
  type Generation,
  operationAttributes,
  operationEvents,
  operationMetrics,
  operationSpanName,
  requestAttributes,
  responseAttributes,
} from '../../../src/public/semconv.ts';

const chat: GenAiOperation = {
  operation: 'chat',
  provider: 'azure.ai.openai',
  request: {
    model: 'gpt-4o',
    stream: true,
    temperature: 0,
    topK: 2.6,
    choiceCount: 1,
    stopSequences: ['END'],
    maxTokens: 9,
  },
  response: {
    id: 'r1',
    model: 'gpt-4o-2024',
    finishReasons: ['stop'],
    timeToFirstChunkSeconds: 0.5,
    chunkIntervalsSeconds: [0.1, 0.2],
  },
  usage: {
    inputTokens: 10,
    outputTokens: 20,
    cacheReadInputTokens: 4,
    cacheWriteInputTokens: 3,
    reasoningOutputTokens: 5,
  },
  conversationId: 'c1',
  server: { address: 'shop.openai.azure.com', port: 443 },
  durationSeconds: 2,
};

const SHARED = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.request.temperature': 0,
  'gen_ai.request.max_tokens': 9,
  'gen_ai.request.stop_sequences': ['END'],
  'gen_ai.conversation.id': 'c1',
  'gen_ai.response.id': 'r1',
  'gen_ai.response.model': 'gpt-4o-2024',
  'gen_ai.response.finish_reasons': ['stop'],
  'gen_ai.usage.input_tokens': 10,
  'gen_ai.usage.output_tokens': 20,
  'server.address': 'shop.openai.azure.com',
  'server.port': 443,
};
const NEWER = {
  'gen_ai.provider.name': 'azure.ai.openai',
  'gen_ai.request.stream': true,
  'gen_ai.response.time_to_first_chunk': 0.5,
  'gen_ai.usage.cache_read.input_tokens': 4,
  'gen_ai.usage.reasoning.output_tokens': 5,
};

describe('operation attributes and metrics', () => {
  test.each<[Generation, object]>([
    ['v1.36', { ...SHARED, 'gen_ai.system': 'az.ai.openai', 'gen_ai.request.top_k': 2.6 }],
    [
      'v1.41',
      {
        ...SHARED,
        ...NEWER,
        'gen_ai.system': 'az.ai.openai',
        'gen_ai.request.top_k': 2.6,
        'gen_ai.usage.cache_creation.input_tokens': 3,
      },
    ],
    ['latest', { ...SHARED, ...NEWER, 'gen_ai.request.top_k': 3, 'gen_ai.usage.cache_write.input_tokens': 3 }],
  ])('%s: one operation in its words', (generation, expected) => {
    expect(operationAttributes(chat, generation)).toEqual(expected);
    const begins = requestAttributes(chat, generation);
    const ends = responseAttributes(chat, generation);
    expect({ ...begins, ...ends }).toEqual(expected);
    expect(Object.keys(begins).filter((name) => name in ends)).toEqual([]);
  });

  test('leaves out values of a wrong type', () => {
    const odd = {
      operation: 'chat',
      request: { model: null, temperature: Number.NaN, stopSequences: 'END', seed: '1' },
      usage: null,
    };
    expect(operationAttributes(odd as unknown as GenAiOperation, 'v1.41')).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.stop_sequences': ['END'],
    });
  });

  test('marks counted tokens as an estimate', () => {
    const estimated = { ...chat, usage: { outputTokens: 3, estimated: true } };
    expect(responseAttributes(estimated, 'v1.41')).toMatchObject({ 'l0.usage.estimated': true });
    expect(responseAttributes(chat, 'v1.41')).not.toHaveProperty(['l0.usage.estimated']);
  });

  const pointsOf = (operation: GenAiOperation, generation: Generation): [string, number, unknown][] =>
    operationMetrics(operation, generation).map(({ metric, value, attributes }) => [
      metric.name,
      value,
      attributes['gen_ai.token.type'] ?? attributes['gen_ai.token.modality'],
    ]);

  test('records the metrics of v1.41', () => {
    expect(pointsOf(chat, 'v1.41')).toEqual([
      ['gen_ai.client.operation.duration', 2, undefined],
      ['gen_ai.client.token.usage', 10, 'input'],
      ['gen_ai.client.token.usage', 20, 'output'],
      ['gen_ai.client.operation.time_to_first_chunk', 0.5, undefined],
      ['gen_ai.client.operation.time_per_output_chunk', 0.1, undefined],
      ['gen_ai.client.operation.time_per_output_chunk', 0.2, undefined],
    ]);
    const failed = operationMetrics({ ...chat, error: { type: '429' } }, 'v1.41');
    expect(failed[0]?.attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'azure.ai.openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.response.model': 'gpt-4o-2024',
      'server.address': 'shop.openai.azure.com',
      'server.port': 443,
      'error.type': '429',
    });
    expect(failed[1]?.attributes).not.toHaveProperty(['error.type']);
  });

  test('records the metrics of v1.36 by system, without chunks', () => {
    expect(pointsOf(chat, 'v1.36').map(([name]) => name)).toEqual([
      'gen_ai.client.operation.duration',
      'gen_ai.client.token.usage',
      'gen_ai.client.token.usage',
    ]);
    expect(operationMetrics(chat, 'v1.36')[0]?.attributes).toMatchObject({ 'gen_ai.system': 'az.ai.openai' });
  });

  test('records the metrics of the latest generation', () => {
    expect(pointsOf(chat, 'latest')).toEqual([
      ['gen_ai.client.inference.duration', 2, undefined],
      ['gen_ai.client.inference.operation.input_tokens', 10, undefined],
      ['gen_ai.client.inference.operation.output_tokens', 20, undefined],
      ['gen_ai.client.inference.usage.input_tokens', 10, 'unknown'],
      ['gen_ai.client.inference.usage.output_tokens', 20, 'unknown'],
      ['gen_ai.client.inference.usage.cache_read.input_tokens', 4, 'unknown'],
      ['gen_ai.client.inference.usage.cache_write.input_tokens', 3, 'unknown'],
      ['gen_ai.client.inference.usage.reasoning.output_tokens', 5, 'unknown'],
      ['gen_ai.client.inference.time_to_first_chunk', 0.5, undefined],
      ['gen_ai.client.inference.time_per_output_chunk', 0.1, undefined],
      ['gen_ai.client.inference.time_per_output_chunk', 0.2, undefined],
    ]);
  });

  test.each([
    ['execute_tool', 'gen_ai.execute_tool.duration'],
    ['invoke_agent', 'gen_ai.invoke_agent.duration'],
    ['invoke_workflow', 'gen_ai.invoke_workflow.duration'],
    ['embeddings', 'gen_ai.client.embeddings.duration'],
    ['retrieval', 'gen_ai.client.operation.duration'],
  ])('the latest duration of %s is %s', (operation, metric) => {
    expect(pointsOf({ operation, durationSeconds: 1 }, 'latest')).toEqual([[metric, 1, undefined]]);
  });

  test('records no client metrics of tools in v1.41', () => {
    expect(pointsOf({ operation: 'execute_tool', durationSeconds: 1 }, 'v1.41')).toEqual([]);
  });

  const content: GenAiContent = {
    systemInstructions: [{ type: 'text', content: 'Be brief' }],
    input: [
      { role: 'user', parts: [{ type: 'text', content: 'Weather?' }] },
      { role: 'assistant', parts: [{ type: 'tool_call', id: 't1', name: 'weather', arguments: { city: 'Paris' } }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 't1', response: 'rainy' }] },
    ],
    output: [{ role: 'assistant', parts: [{ type: 'text', content: 'Rain.' }], finish_reason: 'stop' }],
  };

  test.each<Generation>(['v1.41', 'latest'])('%s: emits one event with the whole structured content', (generation) => {
    expect(operationEvents(chat, generation)).toEqual([]);
    expect(operationEvents(chat, generation, content)).toEqual([
      {
        name: 'gen_ai.client.inference.operation.details',
        severity: 'INFO',
        attributes: {
          ...operationAttributes(chat, generation),
          'gen_ai.system_instructions': content.systemInstructions,
          'gen_ai.input.messages': content.input,
          'gen_ai.output.messages': content.output,
        },
      },
    ]);
  });

  test('v1.36: emits an event for each message', () => {
    const attributes = { 'gen_ai.system': 'az.ai.openai' };
    expect(operationEvents({ ...chat, error: { type: 'timeout' } }, 'v1.36', content)).toEqual([
      { name: 'gen_ai.system.message', severity: 'INFO', attributes, body: { role: 'system', content: 'Be brief' } },
      { name: 'gen_ai.user.message', severity: 'INFO', attributes, body: { role: 'user', content: 'Weather?' } },
      {
        name: 'gen_ai.assistant.message',
        severity: 'INFO',
        attributes,
        body: {
          role: 'assistant',
          tool_calls: [{ id: 't1', type: 'function', function: { name: 'weather', arguments: { city: 'Paris' } } }],
        },
      },
      { name: 'gen_ai.tool.message', severity: 'INFO', attributes, body: { role: 'tool', id: 't1', content: 'rainy' } },
      {
        name: 'gen_ai.choice',
        severity: 'INFO',
        attributes,
        body: { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Rain.' } },
      },
    ]);
  });

  test('emits an event for an error', () => {
    const error = { type: '429', className: 'RateLimitError', message: 'slow down' };
    const [event] = operationEvents({ ...chat, error }, 'v1.41');
    expect(event).toMatchObject({
      name: 'gen_ai.client.operation.exception',
      severity: 'WARN',
      attributes: {
        'exception.type': 'RateLimitError',
        'exception.message': 'slow down',
        'gen_ai.request.model': 'gpt-4o',
      },
    });
    expect(event?.attributes).not.toHaveProperty(['exception.stacktrace']);
  });

  test.each<[GenAiOperation, string]>([
    [chat, 'chat gpt-4o'],
    [{ operation: 'execute_tool', tool: { name: 'weather' } }, 'execute_tool weather'],
    [{ operation: 'invoke_agent', agent: { name: 'Planner' }, request: { model: 'm' } }, 'invoke_agent Planner'],
    [{ operation: 'create_agent' }, 'create_agent'],
    [{ operation: 'invoke_workflow', workflowName: 'w' }, 'invoke_workflow w'],
    [{ operation: 'retrieval', dataSourceId: 'd' }, 'retrieval d'],
    [{ operation: 'embeddings', request: { model: 'e' } }, 'embeddings e'],
  ])('the span of %j is named %s', (operation, name) => {
    expect(operationSpanName(operation)).toBe(name);
  });
});
