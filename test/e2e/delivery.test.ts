import { describe, expect, test } from '@jest/globals';
import { Producer } from '../delivery/producer.ts';
import { warningsIn } from '../program/diagnostics.ts';
import { printedTelemetry } from './printed-telemetry.ts';
import { type Collector, startCollector } from './servers/collector.ts';
import { poll } from './servers/polling.ts';

const N = 2_000;
const SIGNALS = ['traces', 'logs'] as const;

const WAYS = (['http/protobuf', 'grpc'] as const).flatMap((protocol) => [1, 3].map((times) => ({ protocol, times })));

describe('delivery at the end of a process', () => {
  test.each(WAYS)(
    '$protocol: a Collector is killed and another takes its place; of $times times the queue what fits arrives, the rest is counted',
    async ({ protocol, times }) => {
      let collector = await startCollector({ stopSignal: 'SIGKILL' });
      const url = protocol === 'grpc' ? collector.grpcUrl : collector.httpUrl;
      try {
        await using producer = new Producer({
          OTEL_EXPORTER_OTLP_ENDPOINT: url,
          OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
          OTEL_BSP_MAX_QUEUE_SIZE: `${N}`,
          OTEL_BLRP_MAX_QUEUE_SIZE: `${N}`,
        });
        await produce(producer, 10);
        await arrived(collector, 10);
        await collector.stop();

        for (let round = 0; round < times; round++) await produce(producer, N);
        for (const signal of SIGNALS) await producer.countsWhen(signal, ({ snapshot }) => snapshot.isDown);
        collector = await startCollector({ ports: collector.ports });
        await arrived(collector, N);
        for (const signal of SIGNALS) {
          const { sent, dropped, pending } = await producer.countsWhen(signal, (counts) => counts.pending === 0);
          expect({ signal, sent, dropped, pending }).toEqual({
            signal,
            sent: 10 + N,
            dropped: (times - 1) * N,
            pending: 0,
          });
        }
        const warnings = warningsIn((await producer.end()).stderr);
        expect(warnings.filter((line) => line.includes(`cannot deliver telemetry to ${url}`))).toHaveLength(1);
        expect(warnings).toContain(`telemetry reaches ${url} again`);
        expect(warnings).toHaveLength(times === 1 ? 2 : 4);
        const { spans, logs } = printedTelemetry(collector);
        expect([distinct(spans.map(({ name }) => name)), distinct(logs.map(({ body }) => body))]).toEqual([N, N]);
      } finally {
        await collector.stop();
      }
    },
  );

  async function produce(producer: Producer, count: number): Promise<void> {
    await producer.tell(`spans ${count}`);
    await producer.tell(`logs ${count}`);
  }

  async function arrived(collector: Collector, count: number): Promise<void> {
    await poll(() => printedTelemetry(collector), {
      what: `${count} spans and ${count} log records`,
      timeoutMillis: 30_000,
      until: ({ spans, logs }) => spans.length >= count && logs.length >= count,
    });
  }

  const distinct = (names: readonly string[]): number => new Set(names).size;
});
