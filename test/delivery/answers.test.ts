import { describe, expect, test } from '@jest/globals';
import type { OtlpReceiverOptions } from '../../src/tools/receiver/otlp-receiver.ts';
import { startReceiver } from '../environment/delivery.ts';
import { statusDetails } from '../pipeline/exporters/grpc/status-details.ts';
import { warningsIn } from '../program/diagnostics.ts';
import type { ProgramEnvironment } from '../program/program.ts';
import { Producer } from './producer.ts';

type Respond = NonNullable<OtlpReceiverOptions['respond']>;
type Answer = NonNullable<ReturnType<Respond>>;

const GRPC = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
const JSON_ = { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' };
const COUNT = 50;

/** The first answer is this one, those after it are the receiver's own. */
function once(answer: () => Answer): Respond {
  let isFirst = true;
  return () => {
    const given = isFirst ? answer() : undefined;
    isFirst = false;
    return given;
  };
}

async function answered(respond: Respond, env: ProgramEnvironment, work: (producer: Producer) => Promise<void>) {
  const transport = env === GRPC ? 'grpc' : 'http';
  await using receiver = await startReceiver(transport, { respond });
  await using producer = new Producer({
    ...env,
    OTEL_BSP_SCHEDULE_DELAY: '10',
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
  });
  await work(producer);
  const counts = await producer.countsWhen('traces', ({ pending }) => pending === 0);
  const { stderr } = await producer.end();
  const [first, second] = receiver.requests.map(({ receivedAtMillis }) => receivedAtMillis);
  const pauseMillis = (second ?? Number.NaN) - (first ?? Number.NaN);
  return { ...counts, received: receiver.store.spans.length, requests: receiver.requests.length, pauseMillis, stderr };
}

const inTwoSeconds = (): string => new Date(Date.now() + 2_999).toUTCString();

const PATIENCE: readonly (readonly [string, ProgramEnvironment, () => Answer, number])[] = [
  ['429 with seconds', {}, () => ({ status: 429, headers: { 'retry-after': '2' } }), 1_990],
  ['503 with a date, as JSON', JSON_, () => ({ status: 503, headers: { 'retry-after': inTwoSeconds() } }), 1_900],
  ['502', {}, () => ({ status: 502 }), 790],
  ['504 with what is no time', {}, () => ({ status: 504, headers: { 'retry-after': 'soon' } }), 790],
  [
    'gRPC RESOURCE_EXHAUSTED with RetryInfo',
    GRPC,
    () => ({ status: 8, headers: { 'grpc-status-details-bin': statusDetails({ seconds: 2 }) } }),
    1_990,
  ],
  ['gRPC UNAVAILABLE', GRPC, () => ({ status: 14 }), 790],
];

describe('delivery of refused and delayed exports', () => {
  test.concurrent.each(PATIENCE)('%s: all is delivered, and not before', async (_, env, answer, leastMillis) => {
    const { pauseMillis, stderr, ...counts } = await answered(once(answer), env, async (producer) => {
      await producer.tell(`spans ${COUNT}`);
      await producer.countsWhen('traces', ({ snapshot }) => snapshot.failed === 1);
      // What comes meanwhile does not make it ask earlier.
      await producer.tell(`spans ${COUNT}`);
    });
    expect(counts).toMatchObject({ sent: 2 * COUNT, dropped: 0, pending: 0, received: 2 * COUNT });
    expect(pauseMillis).toBeGreaterThanOrEqual(leastMillis);
    expect(warningsIn(stderr)).toHaveLength(2);
  });

  const REFUSALS: readonly (readonly [number, ProgramEnvironment])[] = [
    [400, {}],
    [401, JSON_],
    [413, {}],
    [500, {}],
    [3, GRPC],
    [16, GRPC],
  ];

  test.concurrent.each(REFUSALS)('%d: one request, counted, said once', async (status, env) => {
    const { stderr, ...counts } = await answered(
      () => ({ status }),
      env,
      async (producer) => {
        await producer.tell(`spans ${COUNT}`);
      },
    );
    expect(counts).toMatchObject({ sent: 0, dropped: COUNT, pending: 0, received: 0, requests: 1 });
    expect(counts.snapshot.dropped).toEqual({ refused: COUNT });
    expect(warningsIn(stderr)).toEqual([expect.stringMatching(/^cannot deliver /)]);
  });

  test.concurrent.each([{}, JSON_, GRPC])('partial success: not sent again, counted, said once (%j)', async (env) => {
    const respond: Respond = () => ({ partialSuccess: { rejected: 3, errorMessage: 'no room' }, keep: true });
    const { stderr, ...counts } = await answered(respond, env, async (producer) => {
      for (let round = 1; round <= 2; round++) {
        await producer.tell(`spans ${COUNT}`);
        await producer.countsWhen('traces', ({ sent }) => sent === round * (COUNT - 3));
      }
    });
    expect(counts).toMatchObject({ sent: 2 * COUNT - 6, pending: 0, received: 2 * COUNT, requests: 2 });
    expect(counts.snapshot.dropped).toEqual({ rejected: 6 });
    expect(warningsIn(stderr)).toEqual([expect.stringMatching(/has rejected 3 items of an export \(no room\)/)]);
  });
});
