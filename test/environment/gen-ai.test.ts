import { expect, test } from '@jest/globals';
import { expectOutcome } from '../program/outcome.ts';
import { deliver, named } from './delivery.ts';
import { genAiCases } from './gen-ai-cases.ts';
import { testEach } from './variable-case.ts';

testEach(genAiCases);

test.concurrent('a limit for all attributes does not break the JSON of content', async () => {
  const env = {
    OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true',
    OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '400',
  };
  const { result, spans } = await deliver({ file: 'asks-model.mjs', env });
  expectOutcome(result, { stdout: 'asked\n', stderr: '' });
  const messages = String(named(spans, 'chat gpt-4o').attributes['gen_ai.input.messages']);
  expect(messages.length).toBeLessThanOrEqual(400);
  expect(JSON.parse(messages)).toHaveLength(1);
});
