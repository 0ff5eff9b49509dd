// What holds of any events, in any order, whatever is in them.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type StreamEvent,
  StreamEventType,
  StreamMonitor,
  toCsv,
  toJson,
  toJsonl,
  toLogFormat,
  toMetrics,
} from '../../../src/public/genai.ts';
import { START } from './stream-events.ts';
import { events as wholeStreams } from './stream-sequences.ts';

/** The same cases each time: a failure is a change's, not chance's. */
const runs = { numRuns: 300, seed: 20261121 };
const type = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...Object.values(StreamEventType)) },
  { weight: 1, arbitrary: fc.string() },
);
const KEYS = [
  'error',
  'state',
  'model',
  'tokenCount',
  'token_count',
  'violations',
  'violation',
  'attempt',
  'category',
  'duration',
  'durationMs',
  'meta',
  'context',
  'recoverable',
  'token',
  'isRetry',
  'sessionId',
];
const payload = fc.dictionary(
  fc.constantFrom(...KEYS),
  fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true }),
  { maxKeys: 4 },
);
const streamId = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor');
const garbledEvent = fc
  .record({
    type,
    ts: fc.oneof(fc.integer({ min: 0, max: 100_000 }), fc.double(), fc.constant(Number.MAX_VALUE)),
    streamId,
    payload,
  })
  .map(({ payload, ...event }) => ({ ...payload, ...event }));
const anyEvents = fc.array(fc.oneof({ weight: 8, arbitrary: garbledEvent }, { weight: 1, arbitrary: fc.anything() }), {
  maxLength: 60,
});

describe('StreamMonitor properties', () => {
  test('accepts any order of events, and exports every record', () => {
    fc.assert(
      fc.property(anyEvents, fc.integer({ min: 1, max: 4 }), fc.boolean(), (events, bufferSize, interTokenLatency) => {
        const monitor = new StreamMonitor({ bufferSize, metrics: { interTokenLatency } });
        for (const event of events) monitor.handleEvent(event as StreamEvent);
        const records = monitor.getAllTelemetry();
        expect(records.length).toBeLessThanOrEqual(bufferSize);
        expect(
          toJsonl(records)
            .split('\n')
            .filter((line) => line !== '')
            .map((line) => JSON.parse(line)),
        ).toHaveLength(records.length);
        toCsv(records);
        for (const record of records) {
          expect(toLogFormat(record)).not.toMatch(/[\n\r]/);
          expect(JSON.parse(toJson(record))).toMatchObject({ stream_id: record.streamId });
          for (const { value } of Object.values(toMetrics(record))) expect(value).toBeGreaterThanOrEqual(0);
          for (const figure of [
            record.timing.duration,
            record.metrics.timeToFirstToken,
            record.metrics.tokensPerSecond,
          ])
            expect(figure === null || (figure >= 0 && Number.isFinite(figure))).toBe(true);
        }
        const { events: taken, badEvents, lateEvents } = monitor.getStatistics();
        expect(taken + badEvents).toBe(events.length);
        expect(lateEvents).toBeLessThanOrEqual(taken);
      }),
      runs,
    );
  });

  test('garbage between the events of a stream changes nothing of its record', () => {
    const garbage = fc
      .anything()
      .filter((value) => typeof value !== 'object' || value === null || !('streamId' in value));
    fc.assert(
      fc.property(wholeStreams, fc.array(garbage, { minLength: 1 }), (events, between) => {
        const [clean, garbled] = [new StreamMonitor({ bufferSize: 10 }), new StreamMonitor({ bufferSize: 10 })];
        events.forEach((event, index) => {
          clean.handleEvent(event);
          garbled.handleEvent(between[index % between.length] as StreamEvent);
          garbled.handleEvent(event);
        });
        expect(garbled.getAllTelemetry()).toEqual(clean.getAllTelemetry());
      }),
      runs,
    );
  });

  test('a stream is the same alone and among others', () => {
    fc.assert(
      fc.property(wholeStreams, (events) => {
        const all = new StreamMonitor({ bufferSize: 10 });
        for (const event of events) all.handleEvent(event);
        for (const record of all.getAllTelemetry()) {
          const alone = new StreamMonitor();
          for (const event of events) if (event.streamId === record.streamId) alone.handleEvent(event);
          expect(alone.getAllTelemetry()).toEqual([record]);
        }
      }),
      runs,
    );
  });

  const tokenStream = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(500)), { minLength: 1, maxLength: 200 });

  test('counts add up: tokens are counted where they belong, latencies add up to the time between the first and the last', () => {
    fc.assert(
      fc.property(tokenStream, (tokens) => {
        const monitor = new StreamMonitor({ metrics: { interTokenLatency: true } });
        const times: Record<string, number[]> = { a: [], b: [], c: [] };
        let ts = START;
        for (const id of Object.keys(times)) monitor.handleEvent({ type: 'SESSION_START', ts, streamId: id });
        for (const [id, gap] of tokens) {
          ts += gap;
          times[id]?.push(ts);
          monitor.handleEvent({ type: 'TOKEN', ts, streamId: id, token: 'é' });
        }
        for (const id of Object.keys(times)) monitor.handleEvent({ type: 'COMPLETE', ts: ts + 1, streamId: id });
        expect(monitor.getAggregateMetrics()).toMatchObject({
          count: 3,
          totalTokens: tokens.length,
          completionRate: 1,
        });
        for (const { streamId: id, metrics, timing, contentLength } of monitor.getAllTelemetry()) {
          const own = times[id] ?? [];
          expect([metrics.tokenCount, contentLength]).toEqual([own.length, own.length]);
          expect(timing.interTokenLatencies).toHaveLength(Math.max(0, own.length - 1));
          const span = ((own.at(-1) ?? 0) - (own[0] ?? 0)) / 1_000;
          expect(timing.interTokenLatencies.reduce((sum, latency) => sum + latency, 0)).toBeCloseTo(span, 6);
          expect(timing.timeToFirstToken).toBe(own[0] === undefined ? null : (own[0] - START) / 1_000);
        }
      }),
      runs,
    );
  });

  test('sampling decides only what is kept: what is kept is the same at every rate, and errors are kept at every one', () => {
    fc.assert(
      fc.property(wholeStreams, fc.double({ min: 0, max: 1, noNaN: true }), (events, rate) => {
        const [all, some] = [
          new StreamMonitor({ bufferSize: 10 }),
          new StreamMonitor({ bufferSize: 10, sampling: { rate } }),
        ];
        for (const event of events) for (const monitor of [all, some]) monitor.handleEvent(event);
        const kept = some.getAllTelemetry();
        const ids = new Set(kept.map(({ streamId: id }) => id));
        expect(kept).toEqual(all.getAllTelemetry().filter(({ streamId: id }) => ids.has(id)));
        for (const { streamId: id, error } of all.getAllTelemetry()) if (error.occurred) expect(ids).toContain(id);
      }),
      runs,
    );
  });
});
