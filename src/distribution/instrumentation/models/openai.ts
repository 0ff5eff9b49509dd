import type { Instrumentation } from '@opentelemetry/instrumentation';
import { readChatResult } from '../../../library/genai/providers/openai-chat-chunks.ts';
import {
  readChatRequest,
  readCompletionRequest,
  readEmbeddingsRequest,
  readResponseRequest,
} from '../../../library/genai/providers/openai-requests.ts';
import { readResponse } from '../../../library/genai/providers/openai-response-events.ts';
import { createModelInstrumentation } from './model-instrumentation.ts';
import { type ModelResource, type ModelSdk, methodOf } from './model-sdk.ts';

const chat = methodOf('openai', readChatRequest, readChatResult);
const responses = methodOf('openai', readResponseRequest, readResponse);

const RESOURCES: readonly ModelResource[] = [
  { find: (client) => client.Chat?.Completions, method: chat, helpers: ['stream', 'runTools'] },
  { find: betaCompletions, method: chat, helpers: ['stream', 'runTools'] },
  { find: (client) => client.Responses, method: responses, helpers: ['stream'] },
  { find: (client) => client.Beta?.Responses, method: responses },
  { find: (client) => client.Completions, method: methodOf('openai', readCompletionRequest, readChatResult) },
  { find: (client) => client.Embeddings, method: methodOf('openai', readEmbeddingsRequest, readChatResult) },
];

/** The class with the helpers of chat completions in version 4, which only an instance leads to. */
function betaCompletions(client: { readonly Beta?: new () => { chat?: { completions?: object } } }): unknown {
  return client.Beta && new client.Beta().chat?.completions?.constructor;
}

const OPENAI: ModelSdk = { module: 'openai', versions: ['>=4.0.0 <8'], client: 'OpenAI', resources: RESOURCES };

/**
 * Instruments openai 4 to 7: chat completions, responses, text completions, embeddings, streamed or not, and the helpers on top of them. Decision 016
 * explains why this is not the official instrumentation: docs/decisions/016-streams.md
 */
export const createOpenAiInstrumentation = (): Instrumentation => createModelInstrumentation(OPENAI);
