// What real libraries emit, in one vocabulary, and every token once.
import { describe, expect, test } from '@jest/globals';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { GenAiMapping } from '../../../src/pipeline/processors/gen-ai-mapping.ts';
import { CAPTURED, OPTIONS, spanOf } from '../../foundation/semconv/foreign-span.ts';

const mappedOf = (library: string, options = OPTIONS): readonly ReadableSpan[] => {
  const mapping = new GenAiMapping(options);
  const found = Object.entries(CAPTURED).find(([name]) => name.includes(library))?.[1] ?? [];
  return found.map((captured) => mapping.map(spanOf(captured.attributes, captured)));
};

const sumOf = (spans: readonly ReadableSpan[], name: string): number =>
  spans.reduce((sum, { attributes }) => sum + Number(attributes[name] ?? 0), 0);

describe('GenAiMapping', () => {
  test.each([
    ['OpenLLMetry', ['chat gpt-4o'], 12, 3],
    ['OpenInference', ['chat gpt-4o'], 12, 3],
    ['Langfuse', ['chat gpt-4o-2024-08-06', 'answer'], 12, 3],
    [
      'LegacyOpenTelemetry',
      [
        'execute_tool weather',
        'chat gpt-4o',
        'chat gpt-4o',
        'invoke_agent forecast',
        'embeddings text-embedding-3-small',
        'invoke_workflow ai.embed',
      ],
      26,
      6,
    ],
    [
      ', OpenTelemetry',
      [
        'chat gpt-4o',
        'execute_tool weather',
        'step 1',
        'chat gpt-4o',
        'step 2',
        'invoke_agent gpt-4o',
        'embeddings text-embedding-3-small',
        'embeddings text-embedding-3-small',
      ],
      26,
      6,
    ],
  ])('%s: names by the conventions, each token once', (library, names, input, output) => {
    const spans = mappedOf(library);
    expect(spans.map(({ name }) => name)).toEqual(names);
    expect(sumOf(spans, 'gen_ai.usage.input_tokens')).toBe(input);
    expect(sumOf(spans, 'gen_ai.usage.output_tokens')).toBe(output);
  });

  test('all call one operation the same', () => {
    const calls = ['OpenLLMetry', 'OpenInference', 'Langfuse'].map((library) => mappedOf(library)[0]?.attributes);
    for (const attributes of calls)
      expect(attributes).toMatchObject({
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.max_tokens': 50,
        'gen_ai.request.temperature': 0.5,
        'gen_ai.usage.input_tokens': 12,
        'gen_ai.usage.output_tokens': 3,
      });
    expect(calls[1]).toMatchObject({
      'gen_ai.provider.name': 'openai',
      'gen_ai.system': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.usage.cache_read.input_tokens': 4,
      'gen_ai.usage.reasoning.output_tokens': 1,
    });
  });

  test('dropped originals leave no word of theirs, and no content', () => {
    for (const library of ['OpenInference', 'Langfuse', 'LegacyOpenTelemetry'])
      for (const { attributes } of mappedOf(library)) {
        expect(
          Object.keys(attributes).filter((name) => /^(llm|openinference|langfuse|input|output)\./.test(name)),
        ).toEqual([]);
        expect(JSON.stringify(attributes)).not.toMatch(/Weather|Paris|Be brief|rain/);
      }
  });

  test('kept originals are all there', () => {
    const captured = CAPTURED['OpenInference 4.2.7']?.[0]?.attributes;
    const [span] = mappedOf('OpenInference', { ...OPTIONS, originals: 'keep' });
    expect(span?.attributes).toMatchObject(captured ?? {});
    expect(span?.attributes).toHaveProperty(['gen_ai.usage.input_tokens'], 12);
  });

  test('what wrappers say of their tokens is told apart', () => {
    const agent = mappedOf('LegacyOpenTelemetry').find(({ name }) => name.startsWith('invoke_agent'));
    expect(agent?.attributes).toMatchObject({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'forecast',
      'otelier.aggregated.gen_ai.usage.input_tokens': 24,
    });
    const embeddings = mappedOf(', OpenTelemetry').filter(({ name }) => name.startsWith('embeddings'));
    expect(embeddings.map(({ attributes }) => attributes['otelier.aggregate'])).toEqual([undefined, true]);
  });

  test('content that is captured is JSON of the conventions', () => {
    const capture = { ...OPTIONS.capture, place: 'SPAN_ONLY' as const };
    const spans = mappedOf('LegacyOpenTelemetry', { ...OPTIONS, capture });
    const json = (index: number, name: string): unknown => JSON.parse(String(spans[index]?.attributes[name]));
    expect(json(0, 'gen_ai.tool.call.arguments')).toEqual({ city: 'Paris' });
    expect(json(0, 'gen_ai.tool.call.result')).toEqual({ sky: 'rainy' });
    expect(json(2, 'gen_ai.input.messages')).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'Weather in Paris?' }] },
      {
        role: 'assistant',
        parts: [{ type: 'tool_call', id: 'call-1', name: 'weather', arguments: { city: 'Paris' } }],
      },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call-1', response: { sky: 'rainy' } }] },
    ]);
    expect(json(2, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'Rain.' }] },
    ]);
    const [inference] = mappedOf('OpenInference', { ...OPTIONS, capture });
    expect(JSON.parse(String(inference?.attributes['gen_ai.input.messages']))).toEqual([
      { role: 'system', parts: [{ type: 'text', content: 'Be brief' }] },
      { role: 'user', parts: [{ type: 'text', content: 'Weather?' }] },
    ]);
    const [generation] = mappedOf('Langfuse', { ...OPTIONS, capture });
    expect(JSON.parse(String(generation?.attributes['gen_ai.output.messages']))).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'Rain.' }] },
    ]);
  });

  const usage = { 'gen_ai.operation.name': 'chat', 'gen_ai.usage.input_tokens': 5 };
  const ids = { outer: 'a'.repeat(16), between: 'b'.repeat(16), inner: 'c'.repeat(16) };

  test('one call that two libraries see is counted once, even with other spans between', () => {
    const mapping = new GenAiMapping(OPTIONS);
    const inner = mapping.map(spanOf(usage, { spanId: ids.inner, parentSpanId: ids.between }));
    const between = spanOf({ 'app.step': 1 }, { spanId: ids.between, parentSpanId: ids.outer });
    expect(mapping.map(between)).toBe(between);
    const outer = mapping.map(spanOf(usage, { spanId: ids.outer }));
    expect(inner.attributes).toMatchObject(usage);
    expect(outer.attributes).toMatchObject({
      'otelier.aggregated.gen_ai.usage.input_tokens': 5,
      'otelier.aggregate': true,
    });
    expect(outer.attributes).not.toHaveProperty(['gen_ai.usage.input_tokens']);
  });

  test('what a tool uses is no part of the call around it', () => {
    const mapping = new GenAiMapping(OPTIONS);
    mapping.map(spanOf(usage, { spanId: ids.inner, parentSpanId: ids.between }));
    mapping.map(spanOf({ 'gen_ai.operation.name': 'execute_tool' }, { spanId: ids.between, parentSpanId: ids.outer }));
    expect(mapping.map(spanOf(usage, { spanId: ids.outer })).attributes).toMatchObject(usage);
  });

  test('a neighbour with tokens of its own keeps them', () => {
    const mapping = new GenAiMapping(OPTIONS);
    mapping.map(spanOf(usage, { spanId: ids.inner, parentSpanId: ids.outer }));
    const second = mapping.map(spanOf(usage, { spanId: ids.between, parentSpanId: ids.outer }));
    expect(second.attributes).toMatchObject(usage);
  });

  test('spans without such attributes pass as they are', () => {
    const mapping = new GenAiMapping(OPTIONS);
    for (const attributes of [
      {},
      { 'http.request.method': 'GET', 'app.ai': 1, aim: 2, 'getter.x': 1, 'operation.name': 'x' },
    ]) {
      const span = spanOf(attributes);
      expect(mapping.map(span)).toBe(span);
    }
  });

  test('what cannot be read leaves as it is', () => {
    const mapping = new GenAiMapping(OPTIONS);
    const broken = spanOf({ 'ai.operationId': 'ai.generateText' });
    Object.defineProperty(broken, 'startTime', { value: undefined });
    expect(mapping.map(broken)).toBe(broken);
  });
});
