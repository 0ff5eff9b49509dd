// What a StreamMonitor does in the course of time: callbacks, flushes, abandoned streams, memory, its end.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { StreamMonitor, type Telemetry, toDict } from '../../../src/public/genai.ts';
import { recordDiagnostics } from '../../foundation/diagnostics/recorded-diagnostics.ts';
import { feed, streamOf, wholeStream } from './stream-events.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const idsOf = (records: readonly Telemetry[]): string[] => records.map(({ streamId }) => streamId);

describe('StreamMonitor lifetime', () => {
  test('calls onComplete once for each kept record, which may add to it', () => {
    const told: string[] = [];
    const monitor = new StreamMonitor(
      {},
      {
        onComplete(telemetry) {
          telemetry.metadata['request_id'] = 'r1';
          told.push(`${telemetry.streamId} ${telemetry.timing.duration}`);
        },
      },
    );
    feed(monitor, [...wholeStream('a'), ...wholeStream('b', 2_000), ...wholeStream('b').slice(2)]);
    expect(told).toEqual(['a 1', 'b 2']);
    expect(monitor.getAllTelemetry().map((record) => toDict(record).metadata)).toEqual([
      { request_id: 'r1' },
      { request_id: 'r1' },
    ]);
    feed(new StreamMonitor({ sampling: { rate: 0 } }, { onComplete: () => told.push('unsampled') }), wholeStream('c'));
    expect(told).toHaveLength(2);
  });

  test('continues when callbacks throw, reject, are slow or call the monitor; counts and logs failures', async () => {
    const said = recordDiagnostics();
    let calls = 0;
    const monitor: StreamMonitor = new StreamMonitor(
      {},
      {
        async onFlush() {
          throw new Error('no room');
        },
        onComplete() {
          calls++;
          if (calls === 1) throw new Error('no\nnetwork');
          if (calls === 2) return Promise.reject(null);
          if (calls === 3) feed(monitor, wholeStream('from within'));
          return new Promise(() => {});
        },
      },
    );
    for (const id of ['a', 'b', 'c']) feed(monitor, wholeStream(id));
    await monitor.flush();
    expect(idsOf(monitor.getAllTelemetry())).toEqual(['a', 'b', 'c', 'from within']);
    expect(monitor.getStatistics().callbackErrors).toBe(3);
    expect(said.errors).toEqual([
      expect.stringContaining('expected onComplete not to fail, got no'),
      expect.stringContaining('expected onComplete not to fail, got null'),
      expect.stringContaining('expected onFlush not to fail, got no room'),
    ]);
  });

  test('passes finished records to onFlush every interval, if there are any', () => {
    const flushed: string[][] = [];
    const monitor = new StreamMonitor({ flushInterval: 30 }, { onFlush: (records) => flushed.push(idsOf(records)) });
    feed(monitor, [...wholeStream('a'), ...wholeStream('b'), ...wholeStream('c').slice(0, 1)]);
    jest.advanceTimersByTime(29_999);
    expect(flushed).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(flushed).toEqual([['a', 'b']]);
    jest.advanceTimersByTime(30_000);
    feed(monitor, wholeStream('c').slice(1));
    jest.advanceTimersByTime(30_000);
    expect(flushed).toEqual([['a', 'b'], ['c']]);
    expect(idsOf(monitor.getAllTelemetry())).toEqual(['a', 'b', 'c']);
  });

  test('flushes early when the buffer is full', () => {
    const flushed: string[][] = [];
    const options = { onFlush: (records: Telemetry[]) => flushed.push(idsOf(records)) };
    const monitor = new StreamMonitor({ flushInterval: 30, bufferSize: 2 }, options);
    for (const id of ['a', 'b', 'c', 'd', 'e']) feed(monitor, wholeStream(id));
    expect(flushed).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  test('flushes the newest records on demand without an interval', async () => {
    const flushed: string[][] = [];
    const monitor = new StreamMonitor({ bufferSize: 2 }, { onFlush: (records) => flushed.push(idsOf(records)) });
    for (const id of ['a', 'b', 'c']) feed(monitor, wholeStream(id));
    jest.advanceTimersByTime(1e9);
    expect(flushed).toEqual([]);
    await monitor.flush();
    expect(flushed).toEqual([['b', 'c']]);
  });

  test('stops its timers on close, flushes, records failed streams and ignores further events', async () => {
    const flushed: string[][] = [];
    const options = { onFlush: (records: Telemetry[]) => flushed.push(idsOf(records)) };
    const monitor = new StreamMonitor({ flushInterval: 30 }, options);
    feed(monitor, [
      ...wholeStream('a'),
      ...streamOf('fails', [0, 'ERROR', { error: 'x' }]),
      ...wholeStream('open').slice(0, 2),
    ]);
    // One flushes, the other abandons silent streams.
    expect(jest.getTimerCount()).toBe(2);
    await monitor.close();
    await monitor.close();
    expect(jest.getTimerCount()).toBe(0);
    expect(flushed).toEqual([['a', 'fails']]);
    feed(monitor, wholeStream('late'));
    expect(idsOf(monitor.getAllTelemetry())).toEqual(['a', 'fails']);
  });

  test('closes at the end of a using block', () => {
    const flushed: string[][] = [];
    {
      using monitor = new StreamMonitor({ flushInterval: 9 }, { onFlush: (records) => flushed.push(idsOf(records)) });
      feed(monitor, wholeStream('a'));
    }
    expect([flushed, jest.getTimerCount()]).toEqual([[['a']], 0]);
  });

  test('drops a silent stream, or records it if it had an error', () => {
    const monitor = new StreamMonitor({ sampling: { rate: 0 } }, { streamTimeout: 60 });
    feed(monitor, [
      ...streamOf('silent', [0, 'SESSION_START'], [9, 'TOKEN']),
      ...streamOf('failed', [0, 'SESSION_START', { model: 'm' }], [9, 'TOKEN'], [10, 'ERROR', { error: 'x' }]),
    ]);
    jest.advanceTimersByTime(50_000);
    feed(monitor, streamOf('alive', [0, 'SESSION_START']));
    jest.advanceTimersByTime(10_000);
    expect(monitor.getAllTelemetry()).toMatchObject([
      { streamId: 'failed', model: 'm', metrics: { tokenCount: 1 }, completed: false, aborted: false },
    ]);
    expect(monitor.getStatistics()).toMatchObject({ activeStreams: 1, abandonedStreams: 2 });
    feed(monitor, streamOf('silent', [99, 'COMPLETE']));
    expect(monitor.getStatistics()).toMatchObject({ lateEvents: 1, activeStreams: 1 });
  });

  test('abandons no stream because of the times in events', () => {
    const monitor = new StreamMonitor();
    const old = streamOf('old', [0, 'SESSION_START'], [1_000, 'COMPLETE']);
    const recent = streamOf('new', [9e10, 'SESSION_START'], [9e10 + 1_000, 'COMPLETE']);
    feed(monitor, [old[0], recent[0], old[1], recent[1]]);
    expect(monitor.getAllTelemetry().map(({ timing }) => timing.duration)).toEqual([1, 1]);
  });

  test('abandons the longest silent stream when too many are open', () => {
    const monitor = new StreamMonitor({}, { maxActiveStreams: 2 });
    const begin = (id: string) => feed(monitor, streamOf(id, [0, 'SESSION_START']));
    begin('a');
    begin('b');
    feed(monitor, streamOf('a', [5, 'TOKEN']));
    begin('c');
    expect(['a', 'b', 'c'].map((id) => monitor.getTelemetry(id)?.streamId)).toEqual(['a', undefined, 'c']);
  });

  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  function heapUsed(): number {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  }

  test('keeps memory flat over 100,000 ended, late and abandoned streams', () => {
    const monitor = new StreamMonitor({ sampling: { rate: 0.5 } }, { onFlush: () => 0 });
    const feedUpTo = (from: number, to: number): void => {
      for (let n = from; n < to; n++) {
        const events = wholeStream(`stream ${n}`);
        feed(monitor, n % 3 === 0 ? events.slice(0, 2) : n % 3 === 1 ? [...events, ...events.slice(1)] : events);
      }
    };
    feedUpTo(0, 20_000);
    const full = heapUsed();
    feedUpTo(20_000, 100_000);
    // Forgetting nothing would take 50 MB more.
    expect(heapUsed() - full).toBeLessThan(4e6);
    const { activeStreams, abandonedStreams } = monitor.getStatistics();
    expect([activeStreams, activeStreams + abandonedStreams]).toEqual([5_000, 33_334]);
    expect(monitor.getAllTelemetry()).toHaveLength(100);
  });

  test.each([
    ['debug', { debug: 1, info: 1, warnings: 2, errors: 1 }],
    ['info', { debug: 0, info: 1, warnings: 2, errors: 1 }],
    ['warning', { debug: 0, info: 0, warnings: 2, errors: 1 }],
    ['error', { debug: 0, info: 0, warnings: 0, errors: 1 }],
  ] as const)('the log level %s decides what is said', async (logLevel, counts) => {
    const said = recordDiagnostics();
    const monitor = new StreamMonitor({ logLevel }, { onComplete: fail });
    feed(monitor, [...wholeStream('a'), null, null, ...streamOf('open', [0, 'TOKEN'])]);
    await monitor.close();
    expect(Object.fromEntries(Object.entries(said).map(([level, lines]) => [level, lines.length]))).toEqual(counts);
    if (counts.debug > 0) expect(said.debug).toEqual([expect.stringMatching(/^stream_id=a duration=1\.000s/)]);
  });

  function fail(): never {
    throw new Error('no');
  }
});
