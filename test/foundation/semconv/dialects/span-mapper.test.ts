import { describe, expect, test } from '@jest/globals';
import type { Attributes } from '@opentelemetry/api';
import { mapSpan } from '../../../../src/foundation/semconv/dialects/span-mapper.ts';
import { OPTIONS, spanOf } from '../foreign-span.ts';

const mapped = (attributes: Attributes, rest = {}, options = OPTIONS) =>
  mapSpan(spanOf(attributes, rest), false, options);

describe('mapSpan', () => {
  // Attribute names of @traceloop/ai-semantic-conventions before its spans became those of the conventions.
  test('maps older OpenLLMetry spans', () => {
    const { name, attributes } = mapped({
      'llm.request.type': 'chat',
      'gen_ai.system': 'OpenAI',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.prompt.0.role': 'user',
      'gen_ai.prompt.0.content': 'Weather?',
      'gen_ai.completion.0.role': 'assistant',
      'gen_ai.completion.0.content': 'Rain.',
      'gen_ai.completion.0.finish_reason': 'tool_calls',
      'gen_ai.usage.prompt_tokens': '12',
      'gen_ai.usage.completion_tokens': 3,
      'llm.usage.total_tokens': 15,
      'llm.top_k': 4,
      'llm.chat.stop_sequences': ['END'],
      'traceloop.workflow.name': 'forecast',
      'traceloop.association.properties.session_id': 's1',
      'app.tenant': 't1',
    });
    expect(name).toBe('chat gpt-4o');
    expect(attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.system': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.request.top_k': 4,
      'gen_ai.request.stop_sequences': ['END'],
      'gen_ai.response.finish_reasons': ['tool_call'],
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.usage.output_tokens': 3,
      'gen_ai.workflow.name': 'forecast',
      'gen_ai.conversation.id': 's1',
      'app.tenant': 't1',
    });
  });

  test.each([
    ['workflow', 'invoke_workflow plan', { 'gen_ai.workflow.name': 'plan' }],
    ['agent', 'invoke_agent plan', { 'gen_ai.agent.name': 'plan' }],
    ['tool', 'execute_tool plan', { 'gen_ai.tool.name': 'plan' }],
    ['task', 'plan.task', {}],
  ])('OpenLLMetry: a %s', (kind, expected, attributes) => {
    const entity = {
      'traceloop.span.kind': kind,
      'traceloop.entity.name': 'plan',
      'traceloop.entity.input': '{"a":1}',
    };
    const result = mapped(entity, { name: `plan.${kind}` });
    expect(result.name).toBe(expected);
    expect(result.attributes).toMatchObject(attributes);
    expect(result.attributes).not.toHaveProperty(['traceloop.entity.input']);
  });

  test.each([
    ['AGENT', 'invoke_agent Planner'],
    ['CHAIN', 'invoke_workflow Planner'],
    ['TOOL', 'execute_tool Planner'],
    ['RETRIEVER', 'retrieval'],
    ['EMBEDDING', 'embeddings e1'],
    ['GUARDRAIL', 'Planner'],
  ])('OpenInference: %s', (kind, expected) => {
    const attributes = { 'openinference.span.kind': kind, 'embedding.model_name': 'e1', 'session.id': 's1' };
    const result = mapped(attributes, { name: 'Planner' });
    expect(result.name).toBe(expected);
    expect(result.attributes).toMatchObject({ 'session.id': 's1', 'gen_ai.conversation.id': 's1' });
  });

  test('maps tool calls in flattened OpenInference messages', () => {
    const capture = { ...OPTIONS.capture, place: 'SPAN_ONLY' as const };
    const call = 'llm.output_messages.0.message.tool_calls.0.tool_call';
    const { attributes } = mapped(
      {
        'openinference.span.kind': 'LLM',
        'llm.input_messages.0.message.role': 'tool',
        'llm.input_messages.0.message.tool_call_id': 't0',
        'llm.input_messages.0.message.content': 'rainy',
        [`${call}.id`]: 't1',
        [`${call}.function.name`]: 'weather',
        [`${call}.function.arguments`]: '{"city":"Paris"}',
      },
      {},
      { ...OPTIONS, capture },
    );
    expect(JSON.parse(String(attributes['gen_ai.input.messages']))).toEqual([
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 't0', response: 'rainy' }] },
    ]);
    expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toEqual([
      { role: 'assistant', parts: [{ type: 'tool_call', id: 't1', name: 'weather', arguments: { city: 'Paris' } }] },
    ]);
  });

  test.each<[object, number, number]>([
    [{ input: 8, output: 2, total: 15, input_cached_tokens: 4, output_reasoning_tokens: 1 }, 12, 3],
    [{ input: 12, output: 3, total: 15, input_cached_tokens: 4 }, 12, 3],
    [{ input: 8, output: 3, cache_read_input_tokens: 3, cache_creation_input_tokens: 1 }, 12, 3],
    [{ promptTokens: 12, completionTokens: 3 }, 12, 3],
  ])('Langfuse: %j is %i in, %i out', (details, input, output) => {
    const { attributes } = mapped({
      'langfuse.observation.type': 'generation',
      'langfuse.observation.usage_details': JSON.stringify(details),
    });
    expect(attributes).toMatchObject({ 'gen_ai.usage.input_tokens': input, 'gen_ai.usage.output_tokens': output });
  });

  test("maps Langfuse's time to the first chunk, prompt and session", () => {
    const { attributes } = mapped(
      {
        'langfuse.observation.type': 'generation',
        'langfuse.observation.completion_start_time': '"2026-01-01T00:00:01.500Z"',
        'langfuse.observation.prompt.name': 'greeting',
        'langfuse.observation.prompt.version': 3,
        'langfuse.session.id': 's1',
      },
      { startTime: [Date.parse('2026-01-01T00:00:01Z') / 1_000, 0] },
      { ...OPTIONS, generation: 'latest' },
    );
    expect(attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.response.time_to_first_chunk': 0.5,
      'gen_ai.prompt.name': 'greeting',
      'gen_ai.prompt.version': '3',
      'gen_ai.conversation.id': 's1',
    });
  });

  test('maps prompt and completion tokens of the older Vercel AI SDK', () => {
    const { attributes } = mapped({
      'ai.operationId': 'ai.streamText.doStream',
      'ai.model.provider': 'azure-openai.chat',
      'ai.usage.promptTokens': 12,
      'ai.usage.completionTokens': 3,
      'ai.response.msToFirstChunk': 250,
      'ai.telemetry.metadata.user': 'u1',
    });
    expect(attributes).toMatchObject({
      'gen_ai.provider.name': 'azure.ai.openai',
      'gen_ai.request.stream': true,
      'gen_ai.response.time_to_first_chunk': 0.25,
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.usage.output_tokens': 3,
      'ai.telemetry.metadata.user': 'u1',
    });
  });

  test('adds the new names to official legacy spans', () => {
    const { name, attributes } = mapped(
      { 'gen_ai.system': 'openai', 'gen_ai.operation.name': 'chat', 'gen_ai.usage.cache_write.input_tokens': 3 },
      { name: 'chat gpt-4o mini' },
    );
    expect(name).toBe('chat gpt-4o mini');
    expect(attributes).toMatchObject({
      'gen_ai.provider.name': 'openai',
      'gen_ai.usage.cache_creation.input_tokens': 3,
    });
  });

  test('gives errors a type', () => {
    const events = [{ name: 'exception', attributes: { 'exception.type': 'RateLimitError' } }];
    const chat = { 'ai.operationId': 'ai.generateText.doGenerate' };
    expect(mapped(chat, { status: { code: 2 }, events }).attributes).toMatchObject({ 'error.type': 'RateLimitError' });
    expect(mapped(chat, { status: { code: 2 } }).attributes).toMatchObject({ 'error.type': '_OTHER' });
    expect(mapped(chat).attributes).not.toHaveProperty(['error.type']);
  });

  test('never throws on arbitrary texts', () => {
    for (const text of ['', '{', '[1,', 'null', '"x"', '{"messages":null}', '[null,1,{}]', '{"role":1,"content":{}}']) {
      const attributes = {
        'openinference.span.kind': 'LLM',
        'input.value': text,
        'llm.invocation_parameters': text,
        'llm.input_messages.9999999.message.role': 'user',
      };
      const capture = { ...OPTIONS.capture, place: 'SPAN_ONLY' as const };
      expect(mapped(attributes, {}, { ...OPTIONS, capture }).name).toBe('chat');
    }
  });
});
