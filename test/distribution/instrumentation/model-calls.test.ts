// The instrumentations of the SDKs in the classes of the SDKs themselves, patched as the hooks of the module loader would have it.

import Anthropic from '@anthropic-ai/sdk';
import { afterAll, expect, test } from '@jest/globals';
import { context } from '@opentelemetry/api';
import OpenAI from 'openai';
import { createAnthropicInstrumentation } from '../../../src/distribution/instrumentation/models/anthropic.ts';
import { createOpenAiInstrumentation } from '../../../src/distribution/instrumentation/models/openai.ts';
import {
  activeHelper,
  detachFromHelper,
  HelperObserver,
  observeHelperCall,
} from '../../../src/library/genai/observe/sdk-stream.ts';
import { StreamEventEmitter } from '../../../src/library/genai/observe/stream-event-emitter.ts';
import { StreamObservation } from '../../../src/library/genai/observe/stream-observation.ts';
import { ModelOperation } from '../../../src/library/genai/operation/model-operation.ts';
import { currentTelemetry } from '../../../src/library/genai/operation/operation-telemetry.ts';
import { setUpProvider } from '../../library/genai/provider-and-telemetry.ts';

const { telemetry, provider } = await setUpProvider();
const instrumentations = [createAnthropicInstrumentation(), createOpenAiInstrumentation()];
for (const [index, sdk] of [Anthropic, OpenAI].entries()) patch(instrumentations[index], sdk);
afterAll(() => {
  for (const instrumentation of instrumentations) instrumentation.disable();
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

test('a call in a listener or a tool of a helper is not the one that the helper makes', () => {
  const controller = new AbortController();
  const inside = observeHelperCall(() => {
    const helper = { at: context.active(), controller, _emit() {}, async *[Symbol.asyncIterator]() {} };
    expect(detachFromHelper({}, activeHelper)).toBeDefined();
    return helper;
  });
  context.with(inside.at, () => {
    expect(detachFromHelper(controller.signal, activeHelper)).toBeDefined();
    expect(detachFromHelper({}, activeHelper)).toBeUndefined();
    expect(detachFromHelper(undefined, activeHelper)).toBeUndefined();
  });
});

test('each request of a helper has its events', async () => {
  const watch = new HelperObserver();
  const types: string[] = [];
  watch.attach(
    new StreamEventEmitter(({ type, streamId }) => types.push(`${type} ${streamId}`), { operation: 'chat' }),
  );
  for (let request = 0; request < 2; request++) {
    const observation = new StreamObservation(new ModelOperation(currentTelemetry(), { operation: 'chat' }));
    watch.requestStarted(observation);
    observation.finished();
  }
  expect(types.map((type) => type.split(' ')[0]).filter((type) => type === 'COMPLETE')).toHaveLength(2);
  expect(new Set(types.map((type) => type.split(' ')[1])).size).toBe(2);
});
