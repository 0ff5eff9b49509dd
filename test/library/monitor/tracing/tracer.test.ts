import { describe, expect, test } from '@jest/globals';
import { trace } from '@opentelemetry/api';
import { Tracer } from '../../../../src/library/monitor/tracing/tracer.ts';
import { RecordedSpans } from '../recorded-spans.ts';

const OWN = '0af7651916cd43dd8448eb211c80319c';
const tick = (): Promise<void> => new Promise(setImmediate);

const parentsOf = (tracer: Tracer, traceId: string): Record<string, string | undefined> => {
  const spans = tracer.getTraceSpans(traceId);
  const names = new Map(spans.map(({ spanId, name }) => [spanId, name]));
  return Object.fromEntries(spans.map(({ name, parentSpanId }) => [name, names.get(parentSpanId ?? '')]));
};

describe.each([
  ['with an SDK', () => new RecordedSpans()],
  ['without an SDK', () => ({ [Symbol.dispose]: () => {} })],
])('%s', (_, setUp) => {
  test('spans nest in the current trace, across awaits; each has its own id', async () => {
    using _sdk = setUp();
    const tracer = new Tracer();
    const id = tracer.startTrace('request', { attributes: { route: '/' } });
    expect(id).toMatch(/^[\da-f]{32}$/);
    await tracer.span('handle', async () => {
      await tick();
      tracer.span('authenticate', () => {});
      await tracer.span('fetch', async () => {
        await tick();
        return tracer.span('query', () => tick());
      });
    });
    tracer.span('after', () => {});
    tracer.finishTrace(id);
    expect(parentsOf(tracer, id)).toEqual({
      request: undefined,
      handle: 'request',
      authenticate: 'handle',
      fetch: 'handle',
      query: 'fetch',
      after: 'request',
    });
    const spans = tracer.getTraceSpans(id);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(6);
    expect(spans.map(({ traceId, status }) => [traceId, status])).toEqual(spans.map(() => [id, 'OK']));
    expect(tracer.counts).toEqual({ spans: 6, activeSpans: 0, activeTraces: 0 });
    expect(tracer.droppedCount).toBe(0);
  });

  test('concurrent requests never mix, also when all start in one context', async () => {
    using _sdk = setUp();
    const tracer = new Tracer();
    const request = async (name: string, ticks: number): Promise<Record<string, string | undefined>> => {
      const id = tracer.startTrace(name);
      for (let i = 0; i < ticks; i++) await tick();
      await tracer.span(`${name}.work`, tick);
      tracer.finishTrace(id);
      return parentsOf(tracer, id);
    };
    expect(await Promise.all([request('a', 3), request('b', 1), request('c', 2)])).toEqual(
      ['a', 'b', 'c'].map((name) => ({ [name]: undefined, [`${name}.work`]: name })),
    );
    // What was started here is finished, and so no parent of what comes.
    tracer.span('later', (span) => expect(span.parentSpanId).toBeUndefined());
  });

  test('parents: by id, else of the trace that is named, else the current one', () => {
    using _sdk = setUp();
    const tracer = new Tracer();
    const first = tracer.startTrace('first');
    const second = tracer.startTrace('second');
    const child = tracer.startSpan('child', { traceId: first });
    const grandchild = tracer.startSpan('grandchild', { parentSpanId: child.spanId });
    const here = tracer.startSpan('here');
    expect([child.traceId, grandchild.traceId, here.traceId]).toEqual([first, first, second]);
    expect(grandchild.parentSpanId).toBe(child.spanId);
    tracer.span('scope', { traceId: first }, (scope) =>
      tracer.span('inner', { traceId: first }, (inner) => expect(inner.parentSpanId).toBe(scope.spanId)),
    );
    tracer.finishTrace(second);
    expect(tracer.startSpan('back').traceId).toBe(first);
  });

  test('32 hexadecimal digits are the id of the trace; anything else is mapped to one', () => {
    using _sdk = setUp();
    const tracer = new Tracer();
    expect(tracer.startTrace('own', { traceId: OWN })).toBe(OWN);
    tracer.finishTrace(OWN);
    const mapped = tracer.startTrace('mapped', { traceId: 'trace_123' });
    expect(mapped).toMatch(/^[\da-f]{32}$/);
    expect(new Tracer().startTrace('again', { traceId: 'trace_123' })).toBe(mapped);
    tracer.span('inside', { traceId: 'trace_123' }, () => {});
    tracer.finishTrace('trace_123');
    expect(tracer.getTrace('trace_123')?.traceId).toBe(mapped);
    expect(tracer.getTraceSpans(mapped).map(({ name }) => name)).toEqual(['mapped', 'inside']);
    expect(tracer.getTraceSpans(mapped)[0]?.attributes).toEqual({ 'otelier.trace_id': 'trace_123' });
    expect(tracer.droppedCount).toBe(0);
  });

  test('attributes, events, tags, logs and errors of a span', async () => {
    using _sdk = setUp();
    const tracer = new Tracer();
    const span = tracer.startSpan('payment', { attributes: { currency: 'USD' } });
    span.setAttribute('amount', 99.99).addEvent('gateway_called', { gateway: 'stripe' });
    tracer.addSpanTag(span.spanId, 'status', 'success');
    tracer.addSpanLog(span.spanId, 'Request sent', { message_count: 3 });
    expect([span.endTime, span.durationMs, span.status]).toEqual([undefined, undefined, 'UNSET']);
    tracer.finishSpan(span, { status: 'ERROR', error: 'declined' });
    expect(span.durationMs).toBeGreaterThanOrEqual(0);
    expect(span.toJSON()).toEqual({
      span_id: span.spanId,
      trace_id: span.traceId,
      parent_span_id: null,
      name: 'payment',
      start_time: span.startTime.toISOString(),
      end_time: span.endTime?.toISOString(),
      duration_ms: span.durationMs,
      status: 'ERROR',
      attributes: { currency: 'USD', amount: 99.99, status: 'success' },
      events: [
        { name: 'gateway_called', timestamp: expect.any(String), attributes: { gateway: 'stripe' } },
        { name: 'Request sent', timestamp: expect.any(String), attributes: { message_count: 3 } },
      ],
      error: 'declined',
    });
    const error = new TypeError('boo');
    await expect(tracer.span('async', () => Promise.reject(error))).rejects.toBe(error);
    expect(() =>
      tracer.span('sync', { attributes: { a: 1 } }, () => {
        throw error;
      }),
    ).toThrow(error);
    for (const name of ['async', 'sync'])
      expect(tracer.getAllSpans().find((each) => each.name === name)).toMatchObject({
        status: 'ERROR',
        error: 'boo',
        events: [{ name: 'exception', attributes: { 'exception.type': 'TypeError' } }],
      });
    expect(tracer.getSpan(span.spanId)).toBe(span);
  });

  test('a trace as a document, nested', () => {
    using _sdk = setUp();
    const tracer = new Tracer({ serviceName: 'luminoracore' });
    const id = tracer.startTrace('api_request');
    tracer.span('call', { attributes: { provider: 'openai' } }, (span) => void span.addEvent('sent', { n: 3 }));
    expect(tracer.getTrace(id)?.toJSON()).toMatchObject({ end_time: null, duration: null, span_count: 2 });
    tracer.finishTrace(id);
    const [root, call] = tracer.getTraceSpans(id);
    const document = JSON.parse(JSON.stringify(tracer.getTrace(id)));
    expect(document).toEqual({
      trace_id: id,
      service_name: 'luminoracore',
      start_time: root?.startTime.toISOString(),
      end_time: root?.endTime?.toISOString(),
      duration: expect.closeTo((root?.durationMs ?? 0) / 1_000, 9),
      span_count: 2,
      spans: [
        {
          ...{ trace_id: id, span_id: root?.spanId, operation_name: 'api_request', tags: {}, logs: [] },
          ...{ start_time: expect.any(String), end_time: expect.any(String), duration: expect.any(Number) },
          child_spans: [
            {
              ...{ trace_id: id, span_id: call?.spanId, operation_name: 'call', tags: { provider: 'openai' } },
              ...{ start_time: expect.any(String), end_time: expect.any(String), duration: expect.any(Number) },
              logs: [{ timestamp: expect.any(String), message: 'sent', fields: { n: 3 } }],
              child_spans: [],
            },
          ],
        },
      ],
    });
    expect(tracer.exportTrace(id)).toEqual(document);
    expect(tracer.exportTrace(id, 'jaeger')).toEqual(tracer.exportJaeger(id));
  });

  test('documents that leave have no secrets; what is read back is as it was', () => {
    using _sdk = setUp();
    const tracer = new Tracer();
    const span = tracer.startSpan('login', { attributes: { password: 'hunter2' } });
    tracer.finishSpan(span.spanId, { error: 'password=hunter2 is wrong' });
    for (const format of ['json', 'jaeger'] as const)
      expect(JSON.stringify(tracer.exportTrace(span.traceId, format))).not.toContain('hunter2');
    expect(tracer.getSpan(span.spanId)?.attributes).toEqual({ password: 'hunter2' });
  });
});

test('what is exported is what is read back', async () => {
  using sdk = new RecordedSpans();
  const tracer = new Tracer();
  const id = tracer.startTrace('root', { traceId: OWN });
  await tracer.span('work', async (span) => {
    span.setAttribute('n', 1).addEvent('half');
    // Spans of others are where they belong.
    await trace.getTracer('other').startActiveSpan('library', async (library) => {
      tracer.span('callback', () => {});
      library.end();
    });
  });
  tracer.finishTrace(id);
  expect(sdk.parents).toEqual({ root: undefined, work: 'root', library: 'work', callback: 'library' });
  for (const span of tracer.getTraceSpans(id)) {
    const exported = sdk.all.find((each) => each.spanContext().spanId === span.spanId);
    const micros = ([seconds, nanos]: readonly [number, number]): number => seconds * 1e6 + nanos / 1_000;
    expect(exported).toMatchObject({ name: span.name, attributes: span.attributes, status: { code: 1 } });
    expect(exported?.spanContext().traceId).toBe(OWN);
    expect([micros(exported?.startTime ?? [0, 0]), micros(exported?.endTime ?? [0, 0])]).toEqual([
      span.startMicros,
      span.endMicros,
    ]);
    expect(exported?.events.map(({ name, time }) => [name, micros(time)])).toEqual(
      span.events.map(({ name, micros }) => [name, micros]),
    );
  }
});

test("another SDK's trace has its own id; the one that was asked for finds it", () => {
  using _sdk = new RecordedSpans(null);
  const tracer = new Tracer();
  const id = tracer.startTrace('root', { traceId: OWN });
  expect(id).not.toBe(OWN);
  expect(tracer.getTrace(OWN)?.traceId).toBe(id);
  expect(tracer.getTraceSpans(OWN)[0]?.attributes).toEqual({ 'otelier.trace_id': OWN });
});
