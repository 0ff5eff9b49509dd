// observeStream over the real openai and Anthropic SDKs, against a provider on this machine.
import { describe, expect, test } from '@jest/globals';
import { observeStream } from '../../../src/public/genai.ts';
import { APIS } from './provider.ts';
import { setUpProvider } from './provider-and-telemetry.ts';
import { collected, collectGarbage, failureOf } from './stream-kinds.ts';

type Stream = AsyncIterable<unknown> & {
  readonly controller: AbortController;
  tee(): [Stream, Stream];
  toReadableStream(): ReadableStream<Uint8Array>;
};

const { telemetry, provider } = await setUpProvider();

const OPTIONS = { model: 'm', provider: 'p' };
const apis = Object.entries(APIS).map(
  ([name, open]) =>
    [name, (ask: string, options?: object) => open(provider, ask, options) as unknown as Promise<Stream>] as const,
);
/** Of our spans: Anthropic's SDK makes some of its own. */
const attributes = () =>
  telemetry.spans().flatMap((span) => (span.instrumentationScope.name === 'otelier/genai' ? [span.attributes] : []));
const watched = async (open: Promise<Stream>): Promise<Stream> => observeStream(await open, OPTIONS);

describe('observeStream of SDK streams', () => {
  test.each(apis)('%s: chunks, usage, model, id, finish reason', async (_, open) => {
    const plain = await collected(await open('all'));
    const stream = await open('all');
    expect(observeStream(stream, OPTIONS)).toBe(stream);
    expect(await collected(stream)).toEqual(plain);
    expect(attributes()).toMatchObject([
      {
        'gen_ai.usage.input_tokens': 9,
        'gen_ai.usage.output_tokens': 4,
        'gen_ai.response.id': expect.stringMatching(/^(chatcmpl-1|resp_1|msg_1)$/),
        'gen_ai.response.model': expect.stringMatching(/^(gpt-4o-mini|claude)/),
        'gen_ai.response.finish_reasons': [expect.stringMatching(/^(stop|end_turn)$/)],
        'l0.stream.status': 'completed',
      },
    ]);
    expect(attributes()[0]).not.toHaveProperty('l0.usage.estimated');
  });

  test.each(apis)("%s: the SDK's own promise, observed before it is awaited", async (_, open) => {
    const promise = open('all') as Promise<Stream> & { withResponse(): Promise<{ data: Stream; response: Response }> };
    expect(observeStream(promise, OPTIONS)).toBe(promise);
    const { data, response } = await promise.withResponse();
    expect(response.status).toBe(200);
    expect((await collected(data)).length).toBeGreaterThan(3);
    expect(await collected(observeStream(open('all'), OPTIONS), 2)).toHaveLength(2);
    expect(attributes().map((each) => each['l0.stream.status'])).toEqual(['completed', 'stopped']);
  });

  test.each(apis)('%s: break aborts the request, as it does without', async (_, open) => {
    const stream = await watched(open('endless'));
    await collected(stream, 2);
    expect(stream.controller.signal.aborted).toBe(true);
    expect(attributes()).toMatchObject([{ 'l0.stream.status': 'stopped' }]);
  });

  test.each(apis)('%s: abort by its controller, by a signal, and by a time limit', async (_, open) => {
    const stream = await watched(open('endless'));
    for await (const _chunk of stream) stream.controller.abort();
    const controller = new AbortController();
    for await (const _chunk of await watched(open('endless', { signal: controller.signal }))) controller.abort();
    const limit = new AbortController();
    const limited = await watched(open('endless', { signal: limit.signal }));
    setTimeout(() => limit.abort(new DOMException('too long', 'TimeoutError')), 40);
    await collected(limited);
    const aborted = { 'l0.stream.status': 'aborted', 'error.type': 'AbortError' };
    expect(attributes()).toMatchObject([aborted, aborted, aborted]);
  });

  test.each(apis)('%s: an error as an event, and a connection that breaks', async (name, open) => {
    const [plain, error] = await Promise.all([
      failureOf(open('in-band').then(collected)),
      failureOf(watched(open('in-band')).then(collected)),
    ]);
    expect(String(error)).toBe(String(plain));
    expect((error as object)?.constructor).toBe((plain as object)?.constructor);
    const cut = await failureOf(watched(open('cut')).then(collected));
    expect(String(cut)).toBe(String(await failureOf(open('cut').then(collected))));
    const type = { 'openai chat': 'overloaded', 'openai responses': 'server_error', anthropic: 'overloaded_error' }[
      name
    ];
    expect(attributes()).toMatchObject([
      { 'l0.stream.status': 'failed', 'error.type': type },
      { 'l0.stream.status': 'failed', 'error.type': expect.any(String) },
    ]);
  });

  test.each(apis)('%s: refused', async (_, open) => {
    const plain = await failureOf(open('refused'));
    const refused = await failureOf(Promise.resolve(observeStream(open('refused'), OPTIONS)));
    expect(String(refused)).toBe(String(plain));
    expect(attributes()).toMatchObject([{ 'l0.stream.status': 'failed', 'error.type': 'BadRequestError' }]);
  });

  test.each(apis)('%s: tee, and toReadableStream', async (_, open) => {
    const plain = await collected(await open('all'));
    const halves = (await watched(open('all'))).tee();
    expect(await Promise.all(halves.map((half) => collected(half)))).toEqual([plain, plain]);
    const text = await new Response((await watched(open('all'))).toReadableStream()).text();
    expect(text).toBe(plain.map((chunk) => `${JSON.stringify(chunk)}\n`).join(''));
    expect(attributes().map((each) => each['l0.stream.status'])).toEqual(['completed', 'completed']);
  });

  test.each(apis)('%s: nobody reads it', async (_, open) => {
    await (async () => void (await watched(open('endless'))))();
    await collectGarbage(() => attributes().length > 0);
    expect(attributes()).toMatchObject([{ 'l0.stream.status': 'abandoned' }]);
  });

  test('the helpers with events, and a parsed completion', async () => {
    const { openai, anthropic } = provider;
    const messages = [{ role: 'user' as const, content: 'all' }];
    const chat = observeStream(openai.chat.completions.stream({ model: 'm', messages }), OPTIONS);
    expect(await chat.finalContent()).toBe('Once upon a time');
    const helper = observeStream(anthropic.messages.stream({ model: 'm', max_tokens: 9, messages }), OPTIONS);
    expect(await helper.finalText()).toBe('Once upon a time');
    const responses = observeStream(openai.responses.stream({ model: 'm', input: 'all' }), OPTIONS);
    expect((await responses.finalResponse()).output_text).toBe('Once upon a time');
    const structured = [{ role: 'user' as const, content: 'structure' }];
    const json_schema = { name: 'person', schema: { type: 'object' } };
    const response_format = { type: 'json_schema' as const, json_schema };
    const parsing = observeStream(
      openai.chat.completions.stream({ model: 'm', messages: structured, response_format }),
      OPTIONS,
    );
    expect(JSON.parse((await parsing.finalContent()) ?? '')).toEqual({ name: 'Ada' });
    expect(attributes()).toMatchObject(Array(4).fill({ 'l0.stream.status': 'completed' }));
  });
});
