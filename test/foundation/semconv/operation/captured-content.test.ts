import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRedactor } from '../../../../src/foundation/redaction/redactor.ts';
import { type CaptureOptions, captureContent } from '../../../../src/foundation/semconv/operation/captured-content.ts';
import type { GenAiContent } from '../../../../src/public/semconv.ts';

const secret = `Zq${randomBytes(12).toString('hex')}X9`;
const redactor = createRedactor();
const options: CaptureOptions = { place: 'SPAN_AND_EVENT', maxLength: 32_768, redactor };
const said = (content: string, role = 'user') => ({ role, parts: [{ type: 'text', content }] });
const content: GenAiContent = {
  systemInstructions: [{ type: 'text', content: 'Be brief' }],
  input: [said(`my password=${secret} is gone`)],
  output: [said('Then set another.', 'assistant')],
  toolArguments: { api_key: secret, city: 'Paris' },
};

describe('captureContent', () => {
  test.each([
    ['NO_CONTENT', false, false],
    ['SPAN_ONLY', true, false],
    ['EVENT_ONLY', false, true],
    ['SPAN_AND_EVENT', true, true],
  ] as const)('%s: on spans %s, on events %s', (place, onSpan, onEvent) => {
    const { attributes, event } = captureContent(content, { ...options, place });
    expect(Object.keys(attributes)).toHaveLength(onSpan ? 4 : 0);
    expect(event !== undefined).toBe(onEvent);
  });

  test('writes JSON on spans and structures on events, both without secrets', () => {
    const { attributes, event } = captureContent(content, options);
    expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toEqual(content.output);
    expect(JSON.parse(String(attributes['gen_ai.input.messages']))).toEqual(event?.input);
    expect(event?.input).toEqual([said(expect.stringMatching(/^my password=\[REDACTED:[^\]]+\] is gone$/) as never)]);
    expect(event?.toolArguments).toEqual({ api_key: expect.stringMatching(/^\[REDACTED:/), city: 'Paris' });
    expect(JSON.stringify([attributes, event])).not.toContain(secret);
  });

  test('cuts long content inside the JSON, the longest text first', () => {
    const input = [said('short'), said('"\n'.repeat(5_000)), said('also short')];
    const { attributes, event } = captureContent({ input }, { ...options, maxLength: 1_000 });
    const json = String(attributes['gen_ai.input.messages']);
    expect(json.length).toBeLessThanOrEqual(1_000);
    expect(json.length).toBeGreaterThan(900);
    const [first, long, last] = JSON.parse(json);
    expect([first, last]).toEqual([said('short'), said('also short')]);
    expect(long.parts[0].content).toMatch(/^("\n)+"?… \[cut\]$/);
    expect(event?.input).toEqual([first, long, last]);
  });

  test('removes a secret across the cut as a whole', () => {
    for (let before = 0; before < 60; before++) {
      const input = [said(`${'a'.repeat(before)} password=${secret} ${'b'.repeat(400)}`)];
      const { attributes } = captureContent({ input }, { ...options, maxLength: 120 });
      expect(String(attributes['gen_ai.input.messages'])).not.toContain(secret.slice(0, 5));
    }
  });

  test('keeps the last of too many messages', () => {
    const input = Array.from({ length: 200 }, (_, index) => said(`message ${index}`));
    const { attributes } = captureContent({ input }, { ...options, maxLength: 1_000 });
    const json = String(attributes['gen_ai.input.messages']);
    expect(json.length).toBeLessThanOrEqual(1_000);
    const [note, ...left] = JSON.parse(json);
    expect(note).toEqual({ role: 'user', parts: [{ type: 'cut', items: 200 - left.length }] });
    expect(left.at(-1)).toEqual(said('message 199'));
  });

  test('survives cycles and throwing getters', () => {
    const circular: Record<string, unknown> = { name: 'x' };
    circular['self'] = circular;
    const throwing = {
      get city() {
        throw new Error('no');
      },
    };
    for (const each of [options, { ...options, redactor: undefined }]) {
      const { attributes } = captureContent({ toolArguments: circular, toolResult: throwing }, each);
      for (const value of Object.values(attributes)) expect(() => JSON.parse(String(value))).not.toThrow();
    }
  });

  test('writes valid JSON within the limit for arbitrary content, also after another redaction', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        `token="${secret}"`,
        `password:\n${secret}`,
        `Authorization: Bearer ${secret}"`,
        '\\',
        '\\"',
        `{"api_key":"${secret}"}`,
      ),
      fc.tuple(fc.string(), fc.string()).map(([a, b]) => `${a} secret=${secret} ${b}`),
    );
    const message = fc.array(text, { minLength: 1, maxLength: 3 }).map((parts) => ({
      role: 'user',
      parts: parts.map((part) => ({ type: 'text', content: part })),
    }));
    fc.assert(
      fc.property(fc.array(message, { maxLength: 6 }), fc.integer({ min: 256, max: 900 }), (input, maxLength) => {
        const json = String(captureContent({ input }, { ...options, maxLength }).attributes['gen_ai.input.messages']);
        expect(json.length).toBeLessThanOrEqual(maxLength);
        JSON.parse(json);
        const again = String(redactor.redactAttribute('gen_ai.input.messages', json));
        JSON.parse(again);
        expect(again).not.toContain(secret);
      }),
      { numRuns: 500 },
    );
  });

  test('drops functions of tools on events', () => {
    const toolDefinitions = [{ name: 'f', call: () => 1, at: { toJSON: () => 'public', hidden: 1 } }];
    const { event } = captureContent(
      { toolDefinitions },
      { place: 'EVENT_ONLY', maxLength: 1_000, redactor: undefined },
    );
    expect(event).toStrictEqual({ toolDefinitions: [{ name: 'f', at: 'public' }] });
  });
});
