// The instrumentations of the SDKs in the classes of the SDKs themselves, patched as the hooks of the module loader would have it.

import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import OpenAI from 'openai';
import { createAnthropicInstrumentation } from '../../src/instrumentation/anthropic.ts';
import { createOpenAiInstrumentation } from '../../src/instrumentation/openai.ts';
import { startProvider } from '../genai/provider.ts';
import { registerTelemetry } from '../genai/registered-telemetry.ts';

const telemetry = registerTelemetry();
const instrumentations = [createAnthropicInstrumentation('v1.41'), createOpenAiInstrumentation('v1.41')];
let provider: Awaited<ReturnType<typeof startProvider>>;
beforeAll(async () => {
  provider = await startProvider();
  for (const [index, sdk] of [Anthropic, OpenAI].entries()) patch(instrumentations[index], sdk);
});
beforeEach(() => telemetry.reset());
afterAll(async () => {
  for (const instrumentation of instrumentations) instrumentation.disable();
  await provider[Symbol.asyncDispose]();
  await telemetry[Symbol.asyncDispose]();
});

function patch(instrumentation: unknown, sdk: unknown): void {
  const { init } = instrumentation as { init(): { patch(exports: unknown): unknown }[] };
  for (const definition of init.call(instrumentation)) definition.patch({ Anthropic: sdk, OpenAI: sdk });
}

const messages = [{ role: 'user' as const, content: 'all' }];
const ours = () => telemetry.spans().filter(({ instrumentationScope }) => /^otelier/.test(instrumentationScope.name));

test('a client that is frozen answers as it does without', async () => {
  const client = Object.freeze(new Anthropic({ apiKey: 'none', maxRetries: 0, baseURL: provider.url }));
  const { content } = await client.messages.create({ model: 'm', max_tokens: 9, messages });
  expect(content).toMatchObject([{ type: 'text', text: 'Once upon a time' }]);
  expect(ours().map(({ name }) => name)).toEqual(['chat m']);
});
