import { describe, expect, test } from '@jest/globals';
import { startReceiver } from '../environment/delivery.ts';
import { TemporaryFolder } from '../program/temporary-folder.ts';
import { Producer } from './producer.ts';

const ALL = Object.fromEntries(
  ['HTTP', 'UNDICI', 'NET', 'DNS', 'FS', 'GRPC'].map((name) => [`OTEL_INSTRUMENTATION_${name}_ENABLED`, 'true']),
);
const ROUNDS = 5;

describe('exports', () => {
  test.concurrent.each([
    ['http/protobuf', false],
    ['http/json', true],
    ['grpc', true],
  ] as const)('exports are not traced: %s, spool: %s', async (protocol, isSpooled) => {
    using folder = new TemporaryFolder();
    let count = 0;
    const transport = protocol === 'grpc' ? 'grpc' : 'http';
    const unavailable = transport === 'grpc' ? 14 : 503;
    await using receiver = await startReceiver(transport, {
      // One of them is sent again.
      respond: () => (count++ === 1 ? { status: unavailable } : undefined),
    });
    await using producer = new Producer({
      ...ALL,
      ...(isSpooled ? { OTELIER_SPOOL_DIR: folder.path } : {}),
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_BSP_SCHEDULE_DELAY: '10',
    });
    await producer.tell('load');
    for (let round = 1; round <= ROUNDS; round++) {
      await producer.tell('spans 1');
      await producer.countsWhen('traces', ({ sent }) => sent >= round);
    }
    await producer.end();
    expect(receiver.store.spans.map(({ name }) => name)).toEqual(
      Array.from({ length: ROUNDS }, (_, number) => `span ${number}`),
    );
  });
});
