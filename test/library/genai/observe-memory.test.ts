// What is kept of streams: nothing of those that have ended, and little of one that goes on.
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { observeStream } from '../../../src/public/genai.ts';
import { registerTelemetry } from './registered-telemetry.ts';
import { collected, collectGarbage, handWritten } from './stream-kinds.ts';

const telemetry = registerTelemetry({ isSampled: false });
beforeEach(() => telemetry.reset());
afterAll(() => telemetry[Symbol.asyncDispose]());

const OPTIONS = { model: 'm', provider: 'p' };

async function heapMegabytes(): Promise<number> {
  let rounds = 0;
  await collectGarbage(() => rounds++ > 3);
  return process.memoryUsage().heapUsed / 2 ** 20;
}

async function read(streams: number): Promise<void> {
  for (let stream = 0; stream < streams; stream++) {
    const chunks = [{ text: `${stream}` }, { text: 'b' }, { text: 'c' }];
    await collected(observeStream(handWritten(chunks), OPTIONS), stream % 2 === 0 ? 1 : undefined);
  }
}

async function* endless(chunks: number) {
  for (let chunk = 0; chunk < chunks; chunk++) yield { text: 'a text of some length' };
}

describe('observeStream memory', () => {
  test('10,000 streams, read or broken off', async () => {
    await read(1_000);
    const before = await heapMegabytes();
    await read(10_000);
    expect((await heapMegabytes()) - before).toBeLessThan(3);
  });

  test('10,000 streams that nobody reads', async () => {
    const make = (): void => void observeStream(handWritten([{ text: 'a' }]), OPTIONS);
    for (let stream = 0; stream < 1_000; stream++) make();
    const before = await heapMegabytes();
    for (let stream = 0; stream < 10_000; stream++) make();
    let after = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 20 && after - before > 3; round++) after = await heapMegabytes();
    expect(after - before).toBeLessThan(3);
  });

  test('a stream of 300,000 chunks, of which all times are recorded', async () => {
    const stream = observeStream(endless(300_000), { ...OPTIONS, model: 'long' });
    const before = await heapMegabytes();
    let [count, most] = [0, 0];
    for await (const _chunk of stream)
      if (++count % 100_000 === 0) most = Math.max(most, (await heapMegabytes()) - before);
    expect(most).toBeLessThan(3);
    await new Promise(setImmediate);
    const intervals = (await telemetry.points())['gen_ai.client.operation.time_per_output_chunk'];
    expect(intervals?.find(({ labels }) => labels['gen_ai.request.model'] === 'long')).toMatchObject({
      count: 299_999,
    });
  });
});
