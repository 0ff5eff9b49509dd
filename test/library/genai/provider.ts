// A provider of models on this machine, and the real SDKs that ask it.

import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { startProvider as startServer } from '../../conformance/program-run.ts';

/** What it does is said by what it is asked: see there. */
export async function startProvider() {
  const server = await startServer();
  const { url } = server;
  const options = { apiKey: 'none', maxRetries: 0 };
  return {
    url,
    openai: new OpenAI({ ...options, baseURL: `${url}/v1` }),
    anthropic: new Anthropic({ ...options, baseURL: url }),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
    },
  };
}

type Provider = Awaited<ReturnType<typeof startProvider>>;
interface RequestOptions {
  readonly signal?: AbortSignal;
  readonly timeout?: number;
}

const messages = (content: string) => [{ role: 'user' as const, content }];

/** A call that streams, of each API: not awaited. */
export const APIS = {
  'openai chat': ({ openai }: Provider, ask: string, options?: RequestOptions) =>
    openai.chat.completions.create(
      { model: 'm', messages: messages(ask), stream: true, stream_options: { include_usage: true } },
      options,
    ),
  'openai responses': ({ openai }: Provider, ask: string, options?: RequestOptions) =>
    openai.responses.create({ model: 'm', input: ask, stream: true }, options),
  anthropic: ({ anthropic }: Provider, ask: string, options?: RequestOptions) =>
    anthropic.messages.create({ model: 'm', max_tokens: 9, messages: messages(ask), stream: true }, options),
};
