import { describe, expect, test } from '@jest/globals';
import { startReceiver } from '../environment/delivery.ts';
import { warningsIn } from '../program/diagnostics.ts';
import type { ProgramEnvironment } from '../program/program.ts';
import { freePort } from '../program/stand-in.ts';
import { Producer } from './producer.ts';

const N = 1_000;
const SMALL = {
  OTEL_BSP_MAX_QUEUE_SIZE: `${N}`,
  OTEL_BLRP_MAX_QUEUE_SIZE: `${N}`,
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '100',
};

interface Way {
  readonly about: string;
  readonly transport: 'http' | 'grpc';
  readonly env: ProgramEnvironment;
}

const WAYS: readonly Way[] = [
  { about: 'http/protobuf', transport: 'http', env: {} },
  { about: 'http/json', transport: 'http', env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' } },
  { about: 'grpc', transport: 'grpc', env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' } },
];

const CREATED = WAYS.flatMap((way) => [1, 3].map((times) => ({ ...way, times })));

describe('delivery after an outage', () => {
  test.concurrent.each(CREATED)(
    '$about: down, $times times the queue size created, then up: what fits is delivered, the rest counted',
    async ({ transport, env, times }) => {
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      await using producer = new Producer({ ...SMALL, ...env, OTEL_EXPORTER_OTLP_ENDPOINT: url });
      for (let round = 0; round < times; round++) {
        await producer.tell(`spans ${N}`);
        await producer.tell(`logs ${N}`);
      }
      // Some exports have failed, and been put back, before the destination comes.
      await producer.countsWhen('traces', ({ snapshot }) => snapshot.failed >= 2 && snapshot.isDown);
      await producer.countsWhen('logs', ({ snapshot }) => snapshot.failed >= 2 && snapshot.isDown);
      await using receiver = await startReceiver(transport, { port });
      await receiver.waitFor(({ spans, logs }) => spans.length === N && logs.length === N);
      for (const signal of ['traces', 'logs'] as const) {
        const { sent, dropped, pending } = await producer.countsWhen(signal, (counts) => counts.pending === 0);
        expect({ sent, dropped, pending }).toEqual({ sent: N, dropped: (times - 1) * N, pending: 0 });
      }
      const { stderr } = await producer.end();
      expect(new Set(receiver.store.spans.map(({ name }) => name)).size).toBe(N);
      const full =
        times === 1 ? [] : ['OTEL_BSP', 'OTEL_BLRP'].map((name) => expect.stringContaining(`${name}_MAX_QUEUE`));
      const warnings = warningsIn(stderr);
      expect(warnings).toHaveLength(2 + full.length);
      expect(warnings).toEqual(
        expect.arrayContaining([
          expect.stringContaining(`cannot deliver telemetry to ${url}`),
          `telemetry reaches ${url} again`,
          ...full,
        ]),
      );
    },
  );

  test.concurrent('while the destination is down one export at a time is tried', async () => {
    let isDown = true;
    await using receiver = await startReceiver('http', { respond: () => (isDown ? { status: 503 } : undefined) });
    await using producer = new Producer({ ...SMALL, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    await producer.tell(`spans ${N}`);
    await producer.countsWhen('traces', ({ snapshot }) => snapshot.failed >= 10);
    const arrivals = receiver.requests.map(({ receivedAtMillis }) => receivedAtMillis);
    isDown = false;
    await receiver.waitFor(({ spans }) => spans.length === N);
    // Eight were under way when it went down; then one after each pause, the first of which is at least 0.8 s; the rest is for arrivals on a machine under load.
    const pauses = arrivals.slice(8).map((at, index) => at - (arrivals[index + 7] ?? Number.NaN));
    expect(pauses.length).toBeGreaterThanOrEqual(2);
    for (const pause of pauses) expect(pause).toBeGreaterThan(400);
  });

  test.concurrent('SIGTERM without a destination: the process ends at once, and what is lost is counted', async () => {
    await using producer = new Producer({ ...SMALL, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    await producer.tell('spans 12');
    await producer.tell('logs 3');
    const { signal, stderr } = await producer.kill('SIGTERM');
    expect(signal).toBe('SIGTERM');
    expect(warningsIn(stderr)).toEqual([
      expect.stringMatching(/^cannot deliver /),
      'could not be delivered, and lost if the process ends now: 12 spans, 3 log records',
    ]);
  });
});
