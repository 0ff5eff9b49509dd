// Programs that ask models: what was said is exported where the variable says so, and nowhere else.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Delivery, deliver, named } from '../../environment/delivery.ts';
import { everythingIn } from '../../environment/redaction-cases.ts';
import { startProvider } from '../../library/genai/provider.ts';
import { expectOutcome } from '../../program/outcome.ts';

let provider: Awaited<ReturnType<typeof startProvider>>;
beforeAll(async () => {
  provider = await startProvider();
});
afterAll(() => provider[Symbol.asyncDispose]());

const CONTENT = /^gen_ai\.((input|output)\.messages|system_instructions|tool\.definitions)$/;
const EVENT = 'gen_ai.client.inference.operation.details';

async function run(file: string, api: string, captured: string | undefined): Promise<Delivery> {
  const env = { PROVIDER_URL: provider.url, OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: captured };
  const delivery = await deliver({ file: `llm/${file}`, args: [api, '.', 'complete,plain'], env });
  expectOutcome(delivery.result, { stdout: expect.stringContaining('Once'), stderr: '' });
  return delivery;
}

const contentOf = (attributes: object) => Object.entries(attributes).filter(([name]) => CONTENT.test(name));

test.concurrent.each([
  ['run.mjs', 'chat'],
  ['run.cjs', 'responses'],
  ['run.mjs', 'anthropic'],
])('%s, %s: by default nothing of it', async (file, api) => {
  const delivery = await run(file, api, undefined);
  const { spans, logs } = delivery;
  for (const model of ['complete', 'plain']) expect(contentOf(named(spans, `chat ${model}`).attributes)).toEqual([]);
  expect(logs.filter(({ eventName }) => eventName === EVENT)).toEqual([]);
  expect(everythingIn(delivery)).not.toContain('upon');
});

test.concurrent.each([
  ['run.mjs', 'chat'],
  ['run.cjs', 'responses'],
  ['run.cjs', 'anthropic'],
])('%s, %s: on spans and events', async (file, api) => {
  const { spans, logs } = await run(file, api, 'true');
  for (const model of ['complete', 'plain']) {
    const span = named(spans, `chat ${model}`);
    const content = Object.fromEntries(
      contentOf(span.attributes).map(([name, json]) => [name, JSON.parse(String(json))]),
    );
    const said = [{ role: 'assistant', parts: [{ type: 'text', content: 'Once upon a time' }] }];
    expect(content).toMatchObject({
      'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'text', content: 'all' }] }],
      'gen_ai.output.messages': said,
    });
    const event = logs.find(({ eventName, spanId }) => eventName === EVENT && spanId === span.spanId);
    expect(event?.attributes['gen_ai.output.messages']).toMatchObject(said);
  }
});
