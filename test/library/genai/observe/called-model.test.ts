// A call as the instrumentations of the SDKs watch it, and observeStream on top of it.
import { describe, expect, test } from '@jest/globals';
import { logs, metrics, trace } from '@opentelemetry/api';
import { observeCall } from '../../../../src/library/genai/observe/called-model.ts';
import { observeHelperCall } from '../../../../src/library/genai/observe/sdk-stream.ts';
import { OperationTelemetry } from '../../../../src/library/genai/operation/operation-telemetry.ts';
import { readChatResult } from '../../../../src/library/genai/providers/openai-chat-chunks.ts';
import { readChatRequest } from '../../../../src/library/genai/providers/openai-requests.ts';
import { observeStream } from '../../../../src/public/genai.ts';
import { type Api, ask } from '../model-client.ts';
import { setUpProvider } from '../provider-and-telemetry.ts';
import { collected, collectGarbage, failureOf } from '../stream-kinds.ts';

const { telemetry, provider } = await setUpProvider();
const parts = new OperationTelemetry({
  tracer: trace.getTracer('otelier/test'),
  meter: metrics.getMeter('test'),
  logger: logs.getLogger('test'),
  generation: 'v1.41',
});

const messages = [{ role: 'user' as const, content: 'all' }];
const ours = () => telemetry.spans().filter(({ instrumentationScope }) => /^otelier/.test(instrumentationScope.name));

/** What `create` of the openai SDK answers, watched; what it is asked. */
function watched<B extends { readonly model: string }>(body: B, client = provider.openai, options?: object) {
  const method = { request: { provider: 'openai', ...readChatRequest(body as never) }, readResult: readChatResult };
  return observeCall(parts, method, {
    call: () => client.chat.completions.create(body as never, options),
  }) as unknown as Promise<AsyncIterable<{ readonly choices: readonly unknown[] }>> & {
    asResponse(): Promise<Response>;
  };
}
const STREAMED = { model: 'm', messages, stream: true };

describe('observeCall', () => {
  test('gives an observed stream no second span, but its events', async () => {
    const events: string[] = [];
    const onEvent = ({ type }: { type: string }): void => void events.push(type);
    const stream = await watched(STREAMED);
    expect(observeStream(stream, { model: 'm', provider: 'p', onEvent })).toBe(stream);
    observeStream(stream, { model: 'm', provider: 'p', onEvent });
    await collected(stream);
    expect(ours().map(({ name }) => name)).toEqual(['chat m']);
    expect(events.filter((type) => type === 'COMPLETE')).toHaveLength(2);
    expect(events.filter((type) => type === 'TOKEN')).toHaveLength(8);
  });

  test('makes an observed promise iterable', async () => {
    const events: string[] = [];
    const promise = watched(STREAMED);
    const stream = observeStream(promise, { model: 'm', provider: 'p', onEvent: ({ type }) => void events.push(type) });
    expect(stream).toBe(promise);
    expect((await collected(stream)).length).toBeGreaterThan(3);
    expect(ours().map(({ name }) => name)).toEqual(['chat m']);
    expect(events.at(-1)).toBe('COMPLETE');
  });

  test.each<[Api, object]>([
    ['chat', { model: 'm', messages }],
    ['responses', { model: 'm', input: 'all' }],
    ['anthropic', { model: 'm', max_tokens: 9, messages }],
  ])('%s, without a stream: usage, finish reason, duration', async (api, body) => {
    await ask(provider, parts, api, body as Readonly<Record<string, unknown>>);
    const [span] = ours();
    expect(span?.attributes).toMatchObject({
      'gen_ai.usage.input_tokens': 9,
      'gen_ai.usage.output_tokens': 4,
      'gen_ai.response.finish_reasons': [api === 'anthropic' ? 'end_turn' : 'stop'],
    });
    expect(span?.attributes).not.toHaveProperty(['gen_ai.request.stream']);
  });

  test('makes one span for all retries, and records a refusal', async () => {
    const limited = [{ role: 'user' as const, content: 'limited' }];
    await collected(await watched({ ...STREAMED, messages: limited }, provider.openai.withOptions({ maxRetries: 2 })));
    const refused = [{ role: 'user' as const, content: 'refused' }];
    const error = await failureOf(watched({ model: 'm', messages: refused }));
    expect(error).toMatchObject({ status: 400 });
    expect(ours().map(({ attributes }) => attributes['error.type'])).toEqual([undefined, 'BadRequestError']);
  });

  test('ends a call that nothing awaits', async () => {
    await (async () => void watched({ model: 'm', messages }))();
    await collectGarbage(() => ours().length > 0);
    expect(ours()).toMatchObject([{ attributes: { 'l0.stream.status': 'abandoned' } }]);
  });

  test('observes a raw response that the application reads', async () => {
    const response = await watched(STREAMED).asResponse();
    expect(await response.text()).toContain('[DONE]');
    expect(ours()).toHaveLength(1);
  });

  test('records a break out of a helper as stopped, not aborted', async () => {
    const create = provider.openai.chat.completions;
    const original = create.create;
    create.create = ((body: typeof STREAMED, options: object) => {
      create.create = original;
      return watched({ ...body, model: 'helped' }, provider.openai, options);
    }) as never;
    const endless = [{ role: 'user' as const, content: 'endless' }];
    const helper = observeHelperCall(() => create.stream({ model: 'm', messages: endless }));
    await collected(helper, 2);
    await failureOf(helper.done());
    expect(ours()).toMatchObject([{ name: 'chat helped', attributes: { 'l0.stream.status': 'stopped' } }]);
  });
});
