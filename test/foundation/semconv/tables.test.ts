import { describe, expect, test } from '@jest/globals';
import * as semconv from '../../../src/public/semconv.ts';

type Tables = Readonly<Record<string, Readonly<Record<string, object>>>>;
const tablesOf = (end: string): [string, Readonly<Record<string, object>>][] =>
  Object.entries(semconv as unknown as Tables).filter(([name]) => /^[a-z]/.test(name) && name.endsWith(end));

const attributes = tablesOf('Attributes');
const metrics = tablesOf('Metrics');

describe('semconv tables', () => {
  test('has tables for every namespace of the contract', () => {
    expect(attributes.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'genAiAttributes',
        'l0Attributes',
        'callAttributes',
        'flowAttributes',
        'sessionAttributes',
      ]),
    );
    expect(metrics.map(([name]) => name)).toEqual(
      expect.arrayContaining(['genAiMetrics', 'l0Metrics', 'callMetrics', 'flowMetrics', 'sessionMetrics']),
    );
  });

  test.each(attributes)('%s: type, stability and description of each', (_, table) => {
    for (const [name, definition] of Object.entries(table)) {
      expect(name).toMatch(/^[a-z\d]+([._][a-z\d]+)*$/);
      expect(definition).toMatchObject({
        type: expect.stringMatching(/^(string|int|double|boolean|string\[\]|any)$/),
        stability: expect.stringMatching(/^(stable|development|deprecated)$/),
        description: expect.stringMatching(/^\S.{3,110}\S$/),
      });
    }
  });

  test.each(metrics)('%s: name, unit, and buckets for histograms alone', (_, table) => {
    for (const [name, definition] of Object.entries(table)) {
      const { instrument, buckets = [], ...rest } = definition as semconv.MetricDefinition;
      expect(rest).toMatchObject({ name, unit: expect.stringMatching(/^(s|ms|1|By|\{[a-z]+\}(\/s)?)$/) });
      expect(buckets.length > 0).toBe(instrument === 'histogram');
      expect([...buckets].sort((a, b) => a - b)).toEqual(buckets);
      expect(
        rest.attributes.filter((attribute) => /\b(session|stream|call|conversation|response)[._]?id$/.test(attribute)),
      ).toEqual([]);
    }
  });

  test('derives constants from the names', () => {
    expect(semconv.GenAiAttributes.REQUEST_MODEL).toBe('gen_ai.request.model');
    expect(semconv.GenAiAttributes.ERROR_TYPE).toBe('error.type');
    expect(semconv.GenAiMetrics.CLIENT_TOKEN_USAGE).toBe('gen_ai.client.token.usage');
    expect(semconv.GenAiEvents.EVALUATION_RESULT).toBe('gen_ai.evaluation.result');
    expect(semconv.L0Attributes.TIME_TO_FIRST_TOKEN_MS).toBe('l0.time_to_first_token_ms');
    expect(semconv.CallMetrics.AI_TOKENS_USED).toBe('ai_tokens_used');
    expect(semconv.FlowMetrics.NODE_DURATION).toBe('flow.node.duration');
    expect(semconv.SessionAttributes.ID).toBe('session.id');
  });

  test('has one constant per name', () => {
    const all = Object.entries(semconv as unknown as Tables);
    for (const [name, table] of [...attributes, ...metrics, ...tablesOf('Events')]) {
      const constants = all.find(([other]) => other === name[0]?.toUpperCase() + name.slice(1))?.[1];
      expect(Object.values(constants ?? {})).toEqual(Object.keys(table));
    }
  });

  test('has the buckets of the conventions', () => {
    expect(semconv.TOKEN_BUCKETS).toEqual([
      1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
    ]);
    expect(semconv.CLIENT_DURATION_BUCKETS).toEqual([
      0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
    ]);
  });

  test('the metrics of the call catalogue have the types it lists', () => {
    const of = (instrument: string): string[] =>
      Object.values(semconv.callMetrics).flatMap((metric) => (metric.instrument === instrument ? [metric.name] : []));
    expect(of('gauge')).toEqual([
      'audio_quality_score',
      'ai_sentiment_score',
      'elevenlabs_pool_connections_active',
      'elevenlabs_pool_size',
      'process_resident_memory_bytes',
    ]);
    expect(of('counter')).toEqual([
      'total_calls',
      'ai_requests_total',
      'ai_errors_total',
      'elevenlabs_requests_total',
      'elevenlabs_errors_total',
      'http_requests_total',
      'process_cpu_seconds_total',
      'errors_total',
    ]);
    expect(of('histogram')).toContain('ai_tokens_used');
  });

  test('leaves unknown parts out of span names', () => {
    expect(semconv.genAiSpanNames.inference('chat', 'gpt-4o')).toBe('chat gpt-4o');
    expect(semconv.genAiSpanNames.inference('chat')).toBe('chat');
    expect(semconv.genAiSpanNames.executeTool('get_weather')).toBe('execute_tool get_weather');
    expect(semconv.genAiSpanNames.mcp('tools/call', 'get_weather')).toBe('tools/call get_weather');
  });
});
