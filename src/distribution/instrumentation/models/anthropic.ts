import type { Instrumentation } from '@opentelemetry/instrumentation';
import { readMessage } from '../../../library/genai/providers/anthropic-events.ts';
import { readMessageRequest, readPromptRequest } from '../../../library/genai/providers/anthropic-requests.ts';
import { createModelInstrumentation } from './model-instrumentation.ts';
import { type ModelSdk, methodOf } from './model-sdk.ts';

interface Client {
  /** The tracer of the SDK's own spans, which later versions have. */
  readonly _tracer?: unknown;
  readonly _options?: { readonly openTelemetry?: { readonly tracerProvider?: unknown } };
}

const messages = methodOf('anthropic', readMessageRequest, readMessage);

const ANTHROPIC: ModelSdk = {
  module: '@anthropic-ai/sdk',
  versions: ['>=0.9.0 <2'],
  client: 'Anthropic',
  resources: [
    { find: (client) => client.Messages, method: messages, helpers: ['stream'] },
    {
      find: (client) => client.Beta?.Messages,
      method: messages,
      helpers: ['stream', 'toolRunner', 'thread'],
    },
    { find: (client) => client.Completions, method: methodOf('anthropic', readPromptRequest, readMessage) },
  ],
  around: withoutOwnSpan,
};

/** @anthropic-ai/sdk from 0.9 to 1: messages, in beta too, and text completions, streamed or not, and the helpers on top of them. */
export const createAnthropicInstrumentation = (): Instrumentation => createModelInstrumentation(ANTHROPIC);

/** The SDK would make a span of this call as well. A client with a tracer provider of its own keeps its span, and so does a frozen client. */
function withoutOwnSpan(client: unknown, call: () => unknown): unknown {
  const own = client as Client | undefined;
  const tracer = own?._tracer;
  if (own === undefined || tracer === undefined || own._options?.openTelemetry?.tracerProvider !== undefined)
    return call();
  if (!Reflect.set(own, '_tracer', undefined)) return call();
  try {
    return call();
  } finally {
    Reflect.set(own, '_tracer', tracer);
  }
}
