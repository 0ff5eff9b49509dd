// What the instrumentations of the SDKs do to a call, done to one: without hooks of the module loader, which Jest has none of.

import { type ModelMethod, observeCall } from '../../../src/library/genai/observe/called-model.ts';
import type { OperationTelemetry } from '../../../src/library/genai/operation/operation-telemetry.ts';
import { readMessage } from '../../../src/library/genai/providers/anthropic-events.ts';
import { readMessageRequest } from '../../../src/library/genai/providers/anthropic-requests.ts';
import { readChatResult } from '../../../src/library/genai/providers/openai-chat-chunks.ts';
import { readChatRequest, readResponseRequest } from '../../../src/library/genai/providers/openai-requests.ts';
import { readResponse } from '../../../src/library/genai/providers/openai-response-events.ts';
import type { startProvider } from './provider.ts';

type Body = Readonly<Record<string, unknown>>;
type Provider = Awaited<ReturnType<typeof startProvider>>;

const READERS = {
  chat: [readChatRequest, readChatResult],
  responses: [readResponseRequest, readResponse],
  anthropic: [readMessageRequest, readMessage],
} as const;

export type Api = keyof typeof READERS;

/** Asks a model by the SDK's `create`, and answers what that answers, or the chunks of its stream. */
export async function ask(provider: Provider, telemetry: OperationTelemetry, api: Api, body: Body): Promise<unknown> {
  const { openai, anthropic } = provider;
  const resources = { chat: openai.chat.completions, responses: openai.responses, anthropic: anthropic.messages };
  const resource = resources[api] as unknown as { create(body: Body): Promise<unknown> };
  const [readRequest, readResult] = READERS[api];
  const method: ModelMethod = { request: { provider: 'p', ...readRequest(body) }, readResult };
  const answer = await observeCall(telemetry, method, { call: () => resource.create(body) });
  if (body['stream'] !== true) return answer;
  const chunks: unknown[] = [];
  for await (const chunk of answer as AsyncIterable<unknown>) chunks.push(chunk);
  return chunks;
}
