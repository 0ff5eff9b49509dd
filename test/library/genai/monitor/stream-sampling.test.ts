import { describe, expect, test } from '@jest/globals';
import { monitoringConfig, StreamMonitor, type Telemetry } from '../../../../src/public/genai.ts';
import { feed, streamOf, wholeStream } from '../stream-events.ts';

const ids = Array.from({ length: 2_000 }, (_, index) => `stream-${index}`);

function kept(sampling: object, streamIds: readonly string[] = ids, millis = 1_000): Telemetry[] {
  const monitor = new StreamMonitor({ bufferSize: 10_000, sampling });
  for (const id of streamIds) feed(monitor, wholeStream(id, millis));
  return monitor.getAllTelemetry();
}
const idsOf = (records: readonly Telemetry[]): string[] => records.map(({ streamId }) => streamId);

describe('StreamMonitor sampling', () => {
  test('keeps the share of streams that the id selects, and more at a higher rate', () => {
    const tenth = idsOf(kept({ rate: 0.1 }));
    expect(tenth.length).toBeGreaterThan(140);
    expect(tenth.length).toBeLessThan(260);
    expect(idsOf(kept({ rate: 0.1 }, ids.toReversed())).toReversed()).toEqual(tenth);
    expect(idsOf(kept({ rate: 0.3 }))).toEqual(expect.arrayContaining(tenth));
    expect([kept({ rate: 0 }).length, kept({ rate: 1 }).length]).toEqual([0, ids.length]);
  });

  const failing = streamOf(
    's',
    [0, 'SESSION_START', { model: 'm' }],
    [100, 'TOKEN'],
    [200, 'RETRY_ATTEMPT', { attempt: 2, error: 'x' }],
    [300, 'TOKEN'],
    [400, 'ERROR', { error: 'boom' }],
    [500, 'ABORT_COMPLETED'],
  );

  test('keeps an unsampled stream with an error, with its whole history', () => {
    const monitor = feed(new StreamMonitor({ sampling: { rate: 0 } }), failing);
    expect(monitor.getAllTelemetry()).toMatchObject([
      {
        model: 'm',
        timing: { timeToFirstToken: 0.1, duration: 0.5 },
        metrics: { tokenCount: 2 },
        retries: { totalRetries: 1 },
      },
    ]);
    expect(feed(new StreamMonitor({ sampling: { rate: 0, sampleErrors: false } }), failing).getAllTelemetry()).toEqual(
      [],
    );
    const silent = { sampling: { rate: 0 }, metrics: { collectErrors: false } };
    expect(feed(new StreamMonitor(silent), failing).getAllTelemetry()).toMatchObject([{ error: { occurred: false } }]);
  });

  test('keeps a stream that gave up', () => {
    const gaveUp = streamOf('s', [0, 'SESSION_START'], [1, 'RETRY_GIVE_UP', { error: 'x' }], [2, 'ABORT_COMPLETED']);
    expect(feed(new StreamMonitor({ sampling: { rate: 0 } }), gaveUp).getAllTelemetry()).toHaveLength(1);
  });

  test('keeps an unsampled slow stream, with its whole history', () => {
    const [slow] = kept({ rate: 0, slowThreshold: 2 }, ['s'], 2_001);
    expect(slow).toMatchObject({ metrics: { tokenCount: 1, timeToFirstToken: 1.0005 }, timing: { duration: 2.001 } });
    expect(kept({ rate: 0, slowThreshold: 2 }, ['s'], 2_000)).toEqual([]);
    expect(kept({ rate: 0, slowThreshold: 2, sampleSlow: false }, ['s'], 9_000)).toEqual([]);
    const aborted = streamOf('s', [0, 'SESSION_START'], [6_000, 'ABORT_COMPLETED']);
    expect(feed(new StreamMonitor({ sampling: { rate: 0 } }), aborted).getAllTelemetry()).toHaveLength(1);
  });

  test('drops short sampled streams without errors', () => {
    expect(kept({ minDuration: 1 }, ['s'], 999)).toEqual([]);
    expect(kept({ minDuration: 1 }, ['s'], 1_000)).toHaveLength(1);
    expect(kept({ minDuration: 9, slowThreshold: 3 }, ['s'], 4_000)).toHaveLength(1);
    expect(feed(new StreamMonitor({ sampling: { minDuration: 5 } }), failing).getAllTelemetry()).toHaveLength(1);
  });

  test('hides an unsampled stream until it fails', () => {
    const monitor = feed(new StreamMonitor({ sampling: { rate: 0 } }), failing.slice(0, 4));
    expect([monitor.getTelemetry('s'), monitor.getTelemetry()]).toEqual([undefined, undefined]);
    feed(monitor, failing.slice(4, 5));
    expect(monitor.getTelemetry()).toMatchObject({ metrics: { tokenCount: 2 } });
    feed(monitor, wholeStream('t'));
    expect(monitor.getTelemetry('t')).toBeUndefined();
    expect(monitor.getStatistics()).toMatchObject({ sampledOutStreams: 1, keptStreams: 0 });
  });

  test('keeps only errors with the minimal preset', () => {
    const monitor = feed(new StreamMonitor(monitoringConfig.minimal()), [...failing, ...wholeStream('fine', 60_000)]);
    expect(monitor.getAllTelemetry()).toMatchObject([
      {
        streamId: 's',
        error: { message: 'boom' },
        metrics: { tokenCount: 2, timeToFirstToken: 0.1, tokensPerSecond: null },
        retries: { totalRetries: 0 },
      },
    ]);
  });

  test('keeps a tenth, every error and every slow stream with the production preset', () => {
    const monitor = new StreamMonitor(monitoringConfig.production());
    for (const id of ids) feed(monitor, wholeStream(id));
    const share = monitor.getAllTelemetry().length;
    expect(share).toBeLessThan(300);
    feed(monitor, [...failing, ...wholeStream('slow', 5_001)]);
    expect(idsOf(monitor.getAllTelemetry()).slice(share)).toEqual(['s', 'slow']);
  });
});
