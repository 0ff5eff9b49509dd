import { describe, expect, test } from '@jest/globals';
import { startFickleRelay } from '../delivery/fickle-relay.ts';
import { leadingTo, startReceiver } from '../environment/delivery.ts';
import { runProgram } from '../program/run-program.ts';

const WAYS = [
  { way: 'natural', transport: 'http' },
  { way: 'natural', transport: 'grpc' },
  { way: 'process.exit', transport: 'http' },
  { way: 'wait', transport: 'http', signal: { name: 'SIGTERM', after: /ready/ } },
] as const;

describe('ExitDelivery', () => {
  test.concurrent.each(WAYS)('sends again what a lost connection has cost: $way, $transport', async (given) => {
    await using receiver = await startReceiver(given.transport);
    await using relay = await startFickleRelay(receiver.port, 'reset first');
    const { stderr } = await runProgram({
      file: 'leaves.mjs',
      args: [given.way],
      env: {
        ...leadingTo(receiver, given.transport),
        OTEL_EXPORTER_OTLP_ENDPOINT: relay.url,
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
        OTEL_BSP_SCHEDULE_DELAY: '60000',
        OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2000',
      },
      ...('signal' in given ? { signal: given.signal } : {}),
    });
    expect(relay.mood).toBe('pass');
    expect(stderr).not.toMatch(/lost/);
    expect(new Set(receiver.store.spans.map(({ name }) => name)).size).toBe(1_000);
  });
});
