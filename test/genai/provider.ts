// A provider of models on this machine, and the real SDKs that ask it.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';

const SERVER = fileURLToPath(new URL('../fixtures/llm/providers/provider-server.mjs', import.meta.url));

/** What it does is said by what it is asked: see there. */
export async function startProvider() {
  const server: ChildProcess = spawn(process.execPath, [SERVER], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(server.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  const url = String(line).trim();
  const options = { apiKey: 'none', maxRetries: 0 };
  return {
    url,
    openai: new OpenAI({ ...options, baseURL: `${url}/v1` }),
    anthropic: new Anthropic({ ...options, baseURL: url }),
    async [Symbol.asyncDispose]() {
      server.stdin?.end();
      await once(server, 'exit');
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
