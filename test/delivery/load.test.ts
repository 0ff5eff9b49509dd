import { describe, expect, test } from '@jest/globals';
import { startReceiver } from '../environment/delivery.ts';
import { hanging } from '../environment/hanging.ts';
import { Producer } from './producer.ts';

const RATE = 2_000;
const SECONDS = 5;

describe('delivery under load', () => {
  test.each([{ OTEL_BSP_MAX_QUEUE_SIZE: '20000' }, {}])(
    'answers that take a second, 2,000 spans a second: at least 99 %% are delivered (%j)',
    async (env) => {
      await using receiver = await startReceiver('http', { respond: () => ({ delayMs: 1_000, keep: true }) });
      await using producer = new Producer({ ...env, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
      await producer.tell(`rate ${RATE} ${SECONDS}`);
      await producer.end();
      expect(receiver.store.spans.length).toBeGreaterThanOrEqual(0.99 * RATE * SECONDS);
    },
  );

  test('a destination that hangs: the application is not held up, and what fits waits', async () => {
    await using receiver = await startReceiver('http', hanging());
    await using producer = new Producer({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
      OTELIER_SHUTDOWN_TIMEOUT: '500',
    });
    const longestMillis = Number(await producer.tell(`rate ${RATE} 3`));
    const { sent, dropped, pending } = await producer.counts('traces');
    expect(longestMillis).toBeLessThan(500);
    expect({ sent, dropped, pending }).toEqual({ sent: 0, dropped: 0, pending: RATE * 3 });
    const { durationMs } = await producer.end();
    expect(durationMs).toBeLessThan(20_000);
  });

  const MANY = 30_000;

  test.each(['end of input', 'SIGTERM'] as const)(
    '%s with 30,000 spans in the queue: all are delivered',
    async (way) => {
      await using receiver = await startReceiver('http');
      await using producer = new Producer({
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_BSP_MAX_QUEUE_SIZE: `${MANY}`,
        OTELIER_SHUTDOWN_TIMEOUT: '15000',
      });
      await producer.tell(`spans ${MANY}`);
      const { stderr } = await (way === 'SIGTERM' ? producer.kill('SIGTERM') : producer.end());
      expect(stderr).toBe('');
      expect(new Set(receiver.store.spans.map(({ name }) => name)).size).toBe(MANY);
    },
  );
});
