import { describe, expect, test } from '@jest/globals';
import { startReceiver } from '../environment/delivery.ts';
import { warningsIn } from '../program/diagnostics.ts';
import { startFickleRelay } from './fickle-relay.ts';
import { Producer } from './producer.ts';

const N = 500;
const SOON = { OTEL_BSP_SCHEDULE_DELAY: '10' };
const IMPATIENT = { ...SOON, OTEL_EXPORTER_OTLP_TIMEOUT: '400' };

describe('delivery over broken connections', () => {
  test.concurrent.each([
    ['reset in the middle', {}],
    ['hang', {}],
    ['hang', { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }],
  ] as const)('%s, then well again: all is delivered, two lines are said (%j)', async (mood, env) => {
    await using receiver = await startReceiver('OTEL_EXPORTER_OTLP_PROTOCOL' in env ? 'grpc' : 'http');
    await using relay = await startFickleRelay(receiver.port, mood);
    await using producer = new Producer({ ...IMPATIENT, ...env, OTEL_EXPORTER_OTLP_ENDPOINT: relay.url });
    await producer.tell(`spans ${N}`);
    await producer.countsWhen('traces', ({ snapshot }) => snapshot.failed >= 2);
    relay.mood = 'pass';
    await receiver.waitFor(({ spans }) => spans.length >= N);
    const counts = await producer.countsWhen('traces', ({ pending }) => pending === 0);
    expect(counts).toMatchObject({ sent: N, dropped: 0 });
    const { stderr } = await producer.end();
    expect(warningsIn(stderr)).toEqual([
      expect.stringMatching(/^cannot deliver /),
      expect.stringMatching(/^telemetry reaches .* again/),
    ]);
  });

  test.concurrent('a destination that closes each connection after an answer: all is delivered, nothing is said', async () => {
    await using receiver = await startReceiver('http');
    await using relay = await startFickleRelay(receiver.port, 'close after each');
    await using producer = new Producer({ ...SOON, OTEL_EXPORTER_OTLP_ENDPOINT: relay.url });
    for (let round = 1; round <= 10; round++) {
      await producer.tell('spans 10');
      await receiver.waitFor(({ spans }) => spans.length >= round * 10);
    }
    const counts = await producer.countsWhen('traces', ({ pending }) => pending === 0);
    expect(counts).toMatchObject({ sent: 100, dropped: 0 });
    expect(warningsIn((await producer.end()).stderr)).toEqual([]);
  });

  test.concurrent('a name that cannot be resolved: all waits, it is said once, and what is lost at the end is counted', async () => {
    // No limit of its own: how long the system looks for a name is its own affair.
    await using producer = new Producer({ ...SOON, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.invalid:4318' });
    await producer.tell(`spans ${N}`);
    const counts = await producer.countsWhen('traces', ({ snapshot }) => snapshot.failed >= 2);
    expect(counts).toMatchObject({ sent: 0, dropped: 0, pending: N });
    const { stderr, exitCode } = await producer.end();
    expect(exitCode).toBe(0);
    expect(warningsIn(stderr)).toEqual([
      expect.stringMatching(/^cannot deliver .*cannot be resolved/),
      expect.stringMatching(new RegExp(`lost: ${N} spans$`)),
    ]);
  });
});
