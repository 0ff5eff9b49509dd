import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { ModelMethod } from '../genai/called-model.ts';
import type { ModelAnswer } from '../genai/model-call.ts';
import { readChatResult } from '../genai/openai-chat-chunks.ts';
import {
  type Asked,
  readChatRequest,
  readCompletionRequest,
  readEmbeddingsRequest,
  readResponseRequest,
} from '../genai/openai-requests.ts';
import { readResponse } from '../genai/openai-response-events.ts';
import { placeOf } from '../genai/provider-of.ts';
import type { Generation } from '../semconv/definition.ts';
import { createModelInstrumentation } from './model-instrumentation.ts';
import type { Body, ModelResource, ModelSdk } from './model-sdk.ts';

const method =
  (readRequest: (body: Body) => Asked, readResult: (result: unknown, answer: ModelAnswer) => void) =>
  (client: unknown, body: Body): ModelMethod => {
    const { baseURL } = client as { readonly baseURL?: unknown };
    return { request: { ...placeOf(baseURL, 'openai'), ...readRequest(body) }, readResult };
  };

const RESOURCES: readonly ModelResource[] = [
  {
    find: (client) => client.Chat?.Completions,
    method: method(readChatRequest, readChatResult),
    helpers: ['stream', 'runTools'],
  },
  { find: betaCompletions, method: method(readChatRequest, readChatResult), helpers: ['stream', 'runTools'] },
  { find: (client) => client.Responses, method: method(readResponseRequest, readResponse), helpers: ['stream'] },
  { find: (client) => client.Beta?.Responses, method: method(readResponseRequest, readResponse) },
  { find: (client) => client.Completions, method: method(readCompletionRequest, readChatResult) },
  { find: (client) => client.Embeddings, method: method(readEmbeddingsRequest, readChatResult) },
];

/** Where version 4 has the helpers of chat completions: a class that only an instance leads to. */
function betaCompletions(client: { readonly Beta?: new () => { chat?: { completions?: object } } }): unknown {
  return client.Beta && new client.Beta().chat?.completions?.constructor;
}

const OPENAI: ModelSdk = { module: 'openai', versions: ['>=4.0.0 <8'], client: 'OpenAI', resources: RESOURCES };

/**
 * openai 4 to 7: chat completions, responses, text completions, embeddings, streamed or not, and the helpers on top of them. Why not the official
 * instrumentation: docs/decisions/016-streams.md
 */
export const createOpenAiInstrumentation = (generation: Generation): Instrumentation =>
  createModelInstrumentation(OPENAI, generation);
