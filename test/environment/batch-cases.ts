import { expect } from '@jest/globals';
import { namesOf } from './delivery.ts';
import { hanging } from './hanging.ts';
import { expectSignals } from './shop.ts';
import { otherSignals, type SignalName } from './signals.ts';
import { arriving, living, type VariableCase } from './variable-case.ts';

const BULK = 100;
/** Neither ends the export that hangs: only the variable under test may. */
const LONG_OTLP_TIMEOUT = { OTEL_EXPORTER_OTLP_TIMEOUT: '40000', OTELIER_SHUTDOWN_TIMEOUT: '15000' };

/** Some of the time may be kept for what comes after. */
const SAID = /cannot deliver telemetry to .*: no answer within 1\d\d ms/;

interface Batched {
  readonly prefix: string;
  readonly signal: SignalName;
  readonly what: 'spans' | 'logs';
  /** The line that makes on-command.mjs emit one. */
  readonly command: string;
  /** Longer than the default delay, times so many rounds, would be too long for the test. */
  readonly rounds: number;
}

const BATCHED: readonly Batched[] = [
  { prefix: 'OTEL_BSP', signal: 'traces', what: 'spans', command: 'span one', rounds: 8 },
  { prefix: 'OTEL_BLRP', signal: 'logs', what: 'logs', command: 'log one', rounds: 30 },
];

const batchCasesOf = ({ prefix, signal, what, command, rounds }: Batched): readonly VariableCase[] => [
  living({
    variable: `${prefix}_SCHEDULE_DELAY`,
    value: '10',
    about: `${rounds} exports, one after the other`,
    shows: async (program, receiver) => {
      for (let round = 1; round <= rounds; round++) {
        program.write(`${command}\n`);
        await receiver.waitFor((store) => store[what].length === round);
      }
      // With the default delay of 5 s (spans) or 1 s (log records) these rounds alone would take longer.
      const [first, last] = [receiver.requests[0], receiver.requests.at(-1)];
      expect((last?.receivedAtMillis ?? Number.NaN) - (first?.receivedAtMillis ?? Number.NaN)).toBeLessThan(20_000);
    },
  }),
  ...[10, BULK].map((size) =>
    arriving({
      variable: `${prefix}_MAX_EXPORT_BATCH_SIZE`,
      value: `${size}`,
      about: 'all arrive, so many at a time',
      file: 'bulk.mjs',
      args: [`${BULK}`],
      stdout: `bulk: ${BULK} done\n`,
      shows: (delivery) => {
        expect(delivery[what]).toHaveLength(BULK);
        expect(delivery.requests.filter((request) => request.signal === signal)).toHaveLength(BULK / size);
      },
    }),
  ),
  arriving({
    variable: `${prefix}_MAX_QUEUE_SIZE`,
    value: '20',
    about: 'what comes when the queue is full is dropped, the application does not wait',
    file: 'bulk.mjs',
    args: [`${BULK}`],
    stdout: `bulk: ${BULK} done\n`,
    warnings: [new RegExp(`^${prefix}_MAX_QUEUE_SIZE: expected at most 20 .* got more; the newest are dropped`)],
    shows: (delivery) => {
      // One batch may have left the queue when it fills again.
      expect(delivery[what].length).toBeGreaterThanOrEqual(20);
      expect(delivery[what].length).toBeLessThanOrEqual(40);
    },
  }),
  arriving({
    variable: `${prefix}_EXPORT_TIMEOUT`,
    value: '150',
    about: 'its export hangs; the others are not held up, and it is said',
    receiver: hanging([signal]),
    env: LONG_OTLP_TIMEOUT,
    warnings: [SAID],
    shows: (delivery) => expectSignals(delivery, ...otherSignals(signal)),
  }),
];

/** How long telemetry waits before it leaves, and how much of it. */
export const batchCases: readonly VariableCase[] = [
  ...BATCHED.flatMap(batchCasesOf),
  living({
    variable: 'OTEL_METRIC_EXPORT_INTERVAL',
    value: '1000',
    about: 'otlp',
    shows: async (program, receiver) => {
      program.write('count seen\n');
      await receiver.waitFor(({ metrics }) => metrics.length >= 2);
      const names = namesOf(receiver.store.metrics).filter((name) => !/^(otelier\.export|otel\.sdk)\./.test(name));
      expect(new Set(names)).toEqual(new Set(['seen']));
    },
  }),
  arriving({
    variable: 'OTEL_METRIC_EXPORT_TIMEOUT',
    value: '150',
    about: 'its export hangs; the others are not held up, and it is said',
    receiver: hanging(['metrics']),
    env: LONG_OTLP_TIMEOUT,
    warnings: [SAID],
    shows: (delivery) => expectSignals(delivery, 'traces', 'logs'),
  }),
];
