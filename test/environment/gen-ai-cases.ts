import { expect } from '@jest/globals';
import { type Delivery, named } from './delivery.ts';
import { everythingIn, newSecret } from './redaction-cases.ts';
import { arriving, type VariableCase } from './variable-case.ts';

const MESSAGES = 'gen_ai.input.messages';

const asking = (
  variable: string,
  value: string,
  shows: (delivery: Delivery, secret: string) => void,
  env: Readonly<Record<string, string>> = {},
): VariableCase => {
  const secret = newSecret();
  return arriving({
    variable,
    value,
    file: 'asks-model.mjs',
    env: { SECRET: secret, ...env },
    stdout: 'asked\n',
    shows: (delivery) => {
      expect(everythingIn(delivery)).not.toContain(secret);
      shows(delivery, secret);
    },
  });
};

const callOf = ({ spans }: Delivery) => named(spans, 'chat gpt-4o').attributes;
const messagesOf = (delivery: Delivery): unknown => JSON.parse(String(callOf(delivery)[MESSAGES]));
const CAPTURED = { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'SPAN_ONLY' };

const contentCases = [
  ...['span_only', 'SPAN_AND_EVENT', 'True'].map((value) =>
    asking('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT', value, (delivery) =>
      expect(messagesOf(delivery)).toEqual([
        {
          role: 'user',
          parts: [{ type: 'text', content: expect.stringMatching(/^Weather\? My password=\[REDACTED:/) }],
        },
      ]),
    ),
  ),
  ...['', 'false', 'NO_CONTENT', 'EVENT_ONLY'].map((value) =>
    asking('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT', value, (delivery) =>
      expect(callOf(delivery)).not.toHaveProperty([MESSAGES]),
    ),
  ),
];

/** How operations of generative AI are told. */
export const genAiCases: readonly VariableCase[] = [
  ...contentCases,
  asking('OTEL_SEMCONV_STABILITY_OPT_IN', 'http/dup,gen_ai_latest_experimental', (delivery) => {
    expect(callOf(delivery)).toMatchObject({
      'gen_ai.provider.name': 'openai',
      'gen_ai.usage.cache_write.input_tokens': 5,
    });
    expect(callOf(delivery)).not.toHaveProperty(['gen_ai.system']);
  }),
  asking('OTEL_SEMCONV_STABILITY_OPT_IN', 'http', (delivery) =>
    expect(callOf(delivery)).toMatchObject({
      'gen_ai.provider.name': 'openai',
      'gen_ai.system': 'openai',
      'gen_ai.usage.cache_creation.input_tokens': 5,
    }),
  ),
  asking(
    'OTELIER_GENAI_MAX_CONTENT_LENGTH',
    '300',
    (delivery) => {
      expect(String(callOf(delivery)[MESSAGES]).length).toBeLessThanOrEqual(300);
      expect(JSON.stringify(messagesOf(delivery))).toContain('… [cut]');
    },
    CAPTURED,
  ),
  asking('OTELIER_GENAI_MAPPING', 'False', ({ spans }) => {
    expect(spans.map(({ name }) => name).sort()).toEqual(['ai.generateText', 'ai.generateText.doGenerate']);
    expect(named(spans, 'ai.generateText').attributes).not.toHaveProperty(['gen_ai.operation.name']);
  }),
  asking('OTELIER_GENAI_MAPPING', 'true', ({ spans }) => {
    const tokens = spans.map(({ attributes }) => attributes['gen_ai.usage.input_tokens']);
    expect(tokens.filter((count) => count !== undefined)).toEqual([12]);
    expect(named(spans, 'invoke_agent forecast').attributes).toMatchObject({
      'otelier.aggregated.gen_ai.usage.input_tokens': 12,
    });
  }),
  asking('OTELIER_GENAI_ORIGINAL_ATTRIBUTES', 'Drop', (delivery) => {
    expect(Object.keys(callOf(delivery)).filter((name) => name.startsWith('ai.'))).toEqual([]);
    expect(callOf(delivery)).toMatchObject({ 'gen_ai.usage.input_tokens': 12 });
  }),
  asking('OTELIER_GENAI_ORIGINAL_ATTRIBUTES', 'keep', (delivery) =>
    expect(callOf(delivery)).toMatchObject({ 'ai.model.id': 'gpt-4o', 'gen_ai.request.model': 'gpt-4o' }),
  ),
];
