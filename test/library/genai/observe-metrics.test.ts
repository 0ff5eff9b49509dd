// What is measured of a stream, and that it is measured of streams whose spans nobody keeps.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { observeStream } from '../../../src/public/genai.ts';
import { registerTelemetry } from './registered-telemetry.ts';
import { chunksOf, collected, failureOf, generated } from './stream-kinds.ts';

let telemetry: ReturnType<typeof registerTelemetry>;
beforeEach(async () => {
  await telemetry?.[Symbol.asyncDispose]();
  telemetry = registerTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

const OPTIONS = { model: 'm', provider: 'p' };
const LABELS = { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'p', 'gen_ai.request.model': 'm' };

async function* chat(words: number, usage?: object) {
  for (let word = 0; word < words; word++) {
    await delay(5);
    yield { id: 'c1', model: 'm-2', choices: [{ index: 0, delta: { content: 'word' } }] };
  }
  yield { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
  if (usage !== undefined) yield { choices: [], usage };
}

/** Intervals are recorded after the application has had its turn. */
async function points() {
  await new Promise(setImmediate);
  return telemetry.points();
}

describe('observeStream metrics', () => {
  test('uses the usage of the last chunk', async () => {
    await collected(observeStream(chat(3, { prompt_tokens: 7, completion_tokens: 30 }), OPTIONS));
    const [span] = telemetry.spans();
    expect(span?.attributes).toMatchObject({ 'gen_ai.usage.input_tokens': 7, 'gen_ai.usage.output_tokens': 30 });
    expect(span?.attributes).not.toHaveProperty('l0.usage.estimated');
    const labels = { ...LABELS, 'gen_ai.response.model': 'm-2' };
    expect((await points())['gen_ai.client.token.usage']).toEqual([
      { labels: { ...labels, 'gen_ai.token.type': 'input' }, value: 7, count: 1 },
      { labels: { ...labels, 'gen_ai.token.type': 'output' }, value: 30, count: 1 },
    ]);
  });

  test('estimates tokens on the span only when usage is missing', async () => {
    await collected(observeStream(chat(3), OPTIONS));
    expect(telemetry.spans()).toMatchObject([
      { attributes: { 'gen_ai.usage.output_tokens': 3, 'l0.usage.estimated': true } },
    ]);
    expect(await points()).not.toHaveProperty(['gen_ai.client.token.usage']);
  });

  test('an estimate goes by the length of chunks that hold many tokens', async () => {
    await collected(observeStream(generated(chunksOf('x'.repeat(400))), OPTIONS));
    expect(telemetry.spans()).toMatchObject([{ attributes: { 'gen_ai.usage.output_tokens': 100 } }]);
  });

  test('a span that is not sampled: all the metrics are there', async () => {
    await telemetry[Symbol.asyncDispose]();
    telemetry = registerTelemetry({ isSampled: false });
    await collected(observeStream(chat(4, { prompt_tokens: 7, completion_tokens: 8 }), OPTIONS));
    await failureOf(collected(observeStream(generated([], [], new RangeError('no')), OPTIONS)));
    expect(telemetry.spans()).toEqual([]);
    const all = await points();
    const seconds = (name: string) => all[name]?.find(({ labels }) => !('error.type' in labels));
    expect(seconds('gen_ai.client.operation.time_to_first_chunk')).toMatchObject({ count: 1 });
    expect(seconds('gen_ai.client.operation.time_to_first_chunk')?.value).toBeGreaterThan(0.004);
    expect(seconds('gen_ai.client.operation.time_per_output_chunk')).toMatchObject({ count: 3 });
    expect(seconds('gen_ai.client.operation.time_per_output_chunk')?.value).toBeGreaterThan(0.012);
    expect(seconds('otelier.gen_ai.client.tokens_per_second')).toMatchObject({ count: 1 });
    expect(seconds('otelier.gen_ai.client.tokens_per_second')?.value).toBeLessThan(8 / 0.019);
    expect(all['gen_ai.client.operation.duration']).toMatchObject([
      { labels: { ...LABELS, 'gen_ai.response.model': 'm-2' }, count: 1 },
      { labels: { ...LABELS, 'error.type': 'RangeError' }, count: 1 },
    ]);
  });

  test('has no ids as labels of metrics', async () => {
    for (let stream = 0; stream < 20; stream++)
      await collected(
        observeStream(chat(2, { prompt_tokens: 1, completion_tokens: 2 }), { ...OPTIONS, onEvent: () => {} }),
      );
    for (const [name, series] of Object.entries(await points())) {
      expect([name, series.length]).toEqual([name, name === 'gen_ai.client.token.usage' ? 2 : 1]);
      for (const { labels } of series)
        expect(Object.keys(labels).filter((label) => /(^|[._])id$/.test(label))).toEqual([]);
    }
  });

  test('the times on the span are those that passed', async () => {
    await collected(observeStream(chat(5), OPTIONS));
    const { attributes = {} } = telemetry.spans()[0] ?? {};
    const number = (name: string): number => Number(attributes[name]);
    expect(number('l0.time_to_first_token_ms')).toBeGreaterThan(4);
    expect(number('gen_ai.response.time_to_first_chunk')).toBeCloseTo(number('l0.time_to_first_token_ms') / 1_000, 6);
    for (const figure of ['mean', 'p50', 'p99'])
      expect(number(`l0.inter_token_latency_ms.${figure}`)).toBeGreaterThan(4);
    expect(number('l0.inter_token_latency_ms.p50')).toBeLessThanOrEqual(number('l0.inter_token_latency_ms.p99'));
  });

  test('a first chunk without content is no first token', async () => {
    async function* stream() {
      yield { choices: [{ index: 0, delta: { role: 'assistant', content: '' } }] };
      yield* chat(2);
    }
    await collected(observeStream(stream(), OPTIONS));
    const { attributes = {} } = telemetry.spans()[0] ?? {};
    expect(Number(attributes['gen_ai.response.time_to_first_chunk']) * 1_000).toBeLessThan(
      Number(attributes['l0.time_to_first_token_ms']),
    );
  });
});
