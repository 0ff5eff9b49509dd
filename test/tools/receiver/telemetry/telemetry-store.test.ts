import { describe, expect, test } from '@jest/globals';
import { decodeOtlp } from '../../../../src/tools/receiver/decoding/otlp-decoder.ts';
import { TelemetryStore } from '../../../../src/tools/receiver/telemetry/telemetry-store.ts';
import { SPAN_ID, spanJson, TRACE_ID } from '../otlp-messages.ts';

const spansNamed = (...names: string[]) =>
  names.flatMap((name) => decodeOtlp('traces', Buffer.from(spanJson({ name })), 'application/json').spans);
const logs = (record: object) =>
  decodeOtlp(
    'logs',
    Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] })),
    'application/json',
  ).logs;

describe('TelemetryStore', () => {
  test('drops and counts the oldest item beyond a limit', () => {
    const store = new TelemetryStore({ maxSpans: 3 });
    store.add({ spans: spansNamed('a', 'b') });
    store.add({ spans: spansNamed('c', 'd', 'e') });
    expect(store.spans.map(({ name }) => name)).toEqual(['c', 'd', 'e']);
    expect(store.dropped).toEqual({ spans: 2, logs: 0, metrics: 0 });
    store.add({ spans: spansNamed('1', '2', '3', '4', '5') });
    expect(store.spans.map(({ name }) => name)).toEqual(['3', '4', '5']);
    expect(store.dropped.spans).toBe(7);
  });

  test('groups spans and log records of one trace id into a trace', () => {
    const store = new TelemetryStore();
    store.add({ logs: [...logs({ traceId: TRACE_ID, spanId: SPAN_ID }), ...logs({})], spans: spansNamed('a', 'b') });
    expect(store.traces()).toEqual([{ traceId: TRACE_ID, spans: store.spans, logs: [store.logs[0]] }]);
    expect(store.trace(TRACE_ID)).toEqual(store.traces()[0]);
    expect(store.trace('0'.repeat(32))).toMatchObject({ spans: [], logs: [] });
  });

  test('calls listeners on every change until they unsubscribe', () => {
    const store = new TelemetryStore();
    let calls = 0;
    const unsubscribe = store.subscribe(() => calls++);
    store.add({ spans: spansNamed('a') });
    store.clear();
    unsubscribe();
    store.add({});
    expect(calls).toBe(2);
    expect(store.spans).toHaveLength(0);
  });

  test('stays within the limit over many batches', () => {
    const store = new TelemetryStore({ maxSpans: 20_000 });
    const batch = Array.from({ length: 500 }, () => spansNamed('a')).flat();
    for (let round = 0; round < 240; round++) store.add({ spans: batch });
    expect(store.dropped.spans).toBe(100_000);
  });
});
