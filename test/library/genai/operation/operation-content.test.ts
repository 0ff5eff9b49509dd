// The content of calls: what is asked, what is answered, streamed or not, where it is captured.
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { logs, metrics, trace } from '@opentelemetry/api';
import { createRedactor } from '../../../../src/foundation/redaction/redactor.ts';
import type { ContentPlace } from '../../../../src/foundation/semconv/operation/content-place.ts';
import { OperationTelemetry } from '../../../../src/library/genai/operation/operation-telemetry.ts';
import { type Api, ask } from '../model-client.ts';
import { setUpProvider } from '../provider-and-telemetry.ts';
import { failureOf } from '../stream-kinds.ts';

const { telemetry, provider } = await setUpProvider();

const secret = `Zq${randomBytes(12).toString('hex')}X9`;
const redactor = createRedactor();

function recording(place: ContentPlace, maxLength = 32_768): OperationTelemetry {
  const [tracer, meter, logger] = [trace.getTracer('otelier/test'), metrics.getMeter('test'), logs.getLogger('test')];
  return new OperationTelemetry({
    tracer,
    meter,
    logger,
    generation: 'v1.41',
    capture: { place, maxLength, redactor },
  });
}

const TOOL = { name: 'weather', description: 'The weather', parameters: { type: 'object' } };
function bodyOf(api: Api, prompt: string): Record<string, unknown> {
  const messages = [{ role: 'user', content: prompt }];
  const { parameters, ...tool } = TOOL;
  switch (api) {
    case 'chat':
      return {
        model: 'm',
        messages: [{ role: 'system', content: 'Be brief' }, ...messages],
        tools: [{ type: 'function', function: TOOL }],
      };
    case 'responses':
      return { model: 'm', input: prompt, instructions: 'Be brief', tools: [{ type: 'function', ...TOOL }] };
    default:
      return {
        model: 'm',
        max_tokens: 9,
        system: 'Be brief',
        messages,
        tools: [{ ...tool, input_schema: parameters }],
      };
  }
}

const ours = () => telemetry.spans().find(({ instrumentationScope }) => instrumentationScope.name === 'otelier/test');
const contentOf = () => {
  const { attributes = {} } = ours() ?? {};
  const names = [
    'gen_ai.system_instructions',
    'gen_ai.input.messages',
    'gen_ai.output.messages',
    'gen_ai.tool.definitions',
  ];
  return Object.fromEntries(
    names.flatMap((name) => (name in attributes ? [[name, JSON.parse(String(attributes[name]))]] : [])),
  );
};

const system = [{ type: 'text', content: 'Be brief' }];
const user = { role: 'user', parts: [{ type: 'text', content: `all password=[REDACTED]` }] };
const redacted = (text: string) => text.replaceAll(/\[REDACTED:[^\]]+\]/g, '[REDACTED]');
const apis: [Api, boolean, string][] = (['chat', 'responses', 'anthropic'] as const).flatMap((api) => [
  [api, true, api === 'anthropic' ? 'end_turn' : 'stop'],
  [api, false, api === 'anthropic' ? 'end_turn' : 'stop'],
]);

describe('OperationContent', () => {
  test.each(apis)('%s, streamed %s: all that was said, without secrets', async (api, stream, finish_reason) => {
    await ask(provider, recording('SPAN_AND_EVENT'), api, { ...bodyOf(api, `all password=${secret}`), stream });
    const content = JSON.parse(redacted(JSON.stringify(contentOf())));
    const input = api === 'chat' ? [{ role: 'system', parts: system }, user] : [user];
    expect(content).toMatchObject({
      'gen_ai.input.messages': input,
      'gen_ai.output.messages': [
        { role: 'assistant', parts: [{ type: 'text', content: 'Once upon a time' }], finish_reason },
      ],
      'gen_ai.tool.definitions': [expect.objectContaining(api === 'chat' ? { function: TOOL } : { name: 'weather' })],
    });
    if (api !== 'chat') expect(content['gen_ai.system_instructions']).toEqual(system);
    const [record] = telemetry.records();
    expect(record?.eventName).toBe('gen_ai.client.inference.operation.details');
    expect(record?.spanContext?.spanId).toBe(ours()?.spanContext().spanId);
    expect(record?.attributes['gen_ai.output.messages']).toEqual(content['gen_ai.output.messages']);
    expect(JSON.stringify([record?.attributes, ours()?.attributes])).not.toContain(secret);
  });

  test.each([
    ['chat', true],
    ['chat', false],
    ['anthropic', true],
    ['anthropic', false],
  ] as const)('%s, streamed %s: a call of a tool', async (api, stream) => {
    await ask(provider, recording('SPAN_ONLY'), api, { ...bodyOf(api, 'tool'), stream });
    const call = { type: 'tool_call', id: expect.any(String), name: 'weather', arguments: { city: 'Oslo' } };
    expect(contentOf()['gen_ai.output.messages']).toMatchObject([{ role: 'assistant', parts: [call] }]);
    expect(telemetry.records()).toEqual([]);
  });

  test.each([
    ['NO_CONTENT', false, false],
    ['SPAN_ONLY', true, false],
    ['EVENT_ONLY', false, true],
  ] as const)('%s: on the span %s, as an event %s', async (place, onSpan, onEvent) => {
    for (const stream of [true, false]) {
      telemetry.reset();
      await ask(provider, recording(place), 'chat', { ...bodyOf('chat', 'all'), stream });
      expect(Object.keys(contentOf()).length > 0).toBe(onSpan);
      expect(telemetry.records()).toHaveLength(onEvent ? 1 : 0);
    }
  });

  test('a history that grows while the stream runs is told as it was', async () => {
    const body = bodyOf('chat', 'all');
    const messages = body['messages'] as object[];
    const asked = ask(provider, recording('SPAN_ONLY'), 'chat', { ...body, stream: true });
    messages.push({ role: 'assistant', content: 'later' });
    await asked;
    expect(contentOf()['gen_ai.input.messages']).toHaveLength(2);
  });

  test('what broke off is told as far as it came, without its last word', async () => {
    await failureOf(ask(provider, recording('SPAN_ONLY'), 'chat', { ...bodyOf('chat', 'in-band'), stream: true }));
    expect(contentOf()['gen_ai.output.messages']).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'Once … [cut]' }] },
    ]);
  });

  test('what is too long is cut, and still JSON', async () => {
    await ask(provider, recording('SPAN_ONLY', 300), 'chat', {
      ...bodyOf('chat', `all ${'x'.repeat(9_000)}`),
      stream: true,
    });
    expect(String(ours()?.attributes['gen_ai.input.messages']).length).toBeLessThanOrEqual(300);
    expect(JSON.stringify(contentOf()['gen_ai.input.messages'])).toContain('[cut]');
  });
});
