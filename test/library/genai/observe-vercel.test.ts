// observeStream over the Vercel AI SDK, against a provider on this machine.
import { createOpenAI } from '@ai-sdk/openai';
import { describe, expect, test } from '@jest/globals';
import { stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { observeStream } from '../../../src/public/genai.ts';
import { setUpProvider } from './provider-and-telemetry.ts';
import { collected } from './stream-kinds.ts';

const { telemetry, provider } = await setUpProvider();

const OPTIONS = { model: 'm', provider: 'openai' };
const weather = tool({
  description: 'The weather',
  inputSchema: z.object({ city: z.string() }),
  execute: async () => 'rain',
});

function ask(prompt: string, abortSignal?: AbortSignal) {
  const { chat } = createOpenAI({ apiKey: 'none', baseURL: `${provider.url}/v1` });
  return streamText({
    model: chat('m'),
    prompt,
    maxRetries: 0,
    onError: () => {},
    tools: { weather },
    stopWhen: stepCountIs(3),
    ...(abortSignal && { abortSignal }),
  });
}

const attributes = () => telemetry.spans().map((span) => span.attributes);

describe('observeStream of the Vercel AI SDK', () => {
  test('textStream: the texts', async () => {
    expect(await collected(observeStream(ask('all').textStream, OPTIONS))).toEqual(['Once', ' upon', ' a', ' time']);
    expect(attributes()).toMatchObject([
      { 'gen_ai.usage.output_tokens': 4, 'l0.usage.estimated': true, 'l0.stream.status': 'completed' },
    ]);
  });

  test('fullStream: the parts, usage and finish reason', async () => {
    const { fullStream } = ask('all');
    expect(observeStream(fullStream, OPTIONS)).toBe(fullStream);
    const types = (await collected(fullStream)).map(({ type }) => type);
    expect(types).toEqual((await collected(ask('all').fullStream)).map(({ type }) => type));
    expect(attributes()).toMatchObject([
      {
        'gen_ai.usage.input_tokens': 9,
        'gen_ai.usage.output_tokens': 4,
        'gen_ai.response.finish_reasons': ['stop'],
        'gen_ai.response.model': 'gpt-4o-mini-2024-07-18',
        'l0.stream.status': 'completed',
      },
    ]);
  });

  test('fullStream with a tool: the tokens of all steps, and the events of the tool', async () => {
    const events: string[] = [];
    const onEvent = ({ type, toolName }: { type: string; toolName?: unknown }) =>
      void (type.startsWith('TOOL') && events.push(`${type} ${toolName}`));
    await collected(observeStream(ask('tool').fullStream, { ...OPTIONS, onEvent }));
    expect(attributes()).toMatchObject([{ 'gen_ai.usage.input_tokens': 18, 'gen_ai.usage.output_tokens': 8 }]);
    expect(events).toEqual(['TOOL_REQUESTED weather']);
  });

  test('break, an error as a part, an abort', async () => {
    await collected(observeStream(ask('endless').textStream, OPTIONS), 1);
    await collected(observeStream(ask('in-band').fullStream, OPTIONS));
    const controller = new AbortController();
    for await (const { type } of observeStream(ask('endless', controller.signal).fullStream, OPTIONS))
      if (type === 'text-delta') controller.abort();
    expect(attributes().map((each) => each['l0.stream.status'])).toEqual(['stopped', 'failed', 'aborted']);
  });

  test('both halves of a text stream that is split', async () => {
    const halves = observeStream(ask('all').textStream, OPTIONS).tee();
    const [left, right] = await Promise.all(
      halves.map((half) => new Response(half.pipeThrough(new TextEncoderStream())).text()),
    );
    expect([left, right]).toEqual(['Once upon a time', 'Once upon a time']);
    expect(attributes()).toHaveLength(1);
  });
});
