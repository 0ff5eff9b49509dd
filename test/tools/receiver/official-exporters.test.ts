import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Attributes, ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { AggregationType } from '@opentelemetry/sdk-metrics';
import type { OtlpReceiver } from '../../../src/tools/receiver/otlp-receiver.ts';
import { createSdk, PROTOCOLS, startReceiver } from './official-exporters.ts';

const START: [number, number] = [1_700_000_000, 123_456_789];
const END: [number, number] = [1_700_000_001, 623_956_790];
const START_NANOS = 1_700_000_000_123_456_789n;
const END_NANOS = 1_700_000_001_623_956_790n;
const LINKED = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  traceFlags: TraceFlags.SAMPLED,
};

const attributes: Attributes = {
  text: 'grüße 🚀',
  flag: false,
  int: 42,
  negative: -7,
  large: Number.MAX_SAFE_INTEGER,
  double: 0.1,
  list: ['a', 'b'],
  mixed: [1, 'two', 2.5, null],
  nested: { inner: { deep: [true, { leaf: 'x' }] }, empty: {} },
  bytes: new Uint8Array([0, 1, 254, 255]),
  __proto__x: 'ordinary',
};
const resource = { attributes: { 'service.name': 'shop', 'host.cpus': 4 } };
const scope = { name: 'checkout', version: '1.2.3', attributes: {} };

describe.each(PROTOCOLS)('official exporters over %s, gzip', (protocol) => {
  let receiver: OtlpReceiver;
  beforeEach(async () => {
    receiver = await startReceiver(protocol);
  });
  afterEach(() => receiver.close());

  test('a span arrives with every field', async () => {
    const sdk = createSdk(protocol, receiver);
    const tracer = sdk.traces.getTracer('checkout', '1.2.3');
    const parent = tracer.startSpan('parent', { startTime: START });
    const options = { kind: SpanKind.CLIENT, startTime: START, attributes };
    const child = tracer.startSpan('pay', options, trace.setSpan(ROOT_CONTEXT, parent));
    child.addEvent('retry', { attempt: 2 }, END);
    child.addLink({ context: LINKED, attributes: { why: 'batch' } });
    child.setStatus({ code: SpanStatusCode.ERROR, message: 'declined' });
    child.end(END);
    parent.end(END);
    await sdk.shutdown();

    await receiver.waitFor(({ spans }) => spans.length === 2);
    const [root, leaf] = ['parent', 'pay'].map((name) => receiver.store.spans.find((span) => span.name === name));
    expect(leaf).toEqual({
      traceId: child.spanContext().traceId,
      spanId: child.spanContext().spanId,
      parentSpanId: parent.spanContext().spanId,
      name: 'pay',
      kind: 'client',
      startTimeUnixNano: START_NANOS,
      endTimeUnixNano: END_NANOS,
      durationMs: 1500.500001,
      status: { code: 'ERROR', message: 'declined' },
      attributes,
      events: [{ name: 'retry', timeUnixNano: END_NANOS, attributes: { attempt: 2 }, droppedAttributesCount: 0 }],
      links: [
        {
          traceId: LINKED.traceId,
          spanId: LINKED.spanId,
          attributes: { why: 'batch' },
          flags: expect.any(Number),
          droppedAttributesCount: 0,
        },
      ],
      flags: expect.any(Number),
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
      resource,
      scope,
    });
    expect(root).not.toHaveProperty('parentSpanId');
    expect(root).toMatchObject({ kind: 'internal', status: { code: 'UNSET' } });
    expect((root?.flags ?? 0) & 0xff).toBe(TraceFlags.SAMPLED);
  });

  test('a log record arrives with every field', async () => {
    const sdk = createSdk(protocol, receiver);
    const logger = sdk.logs.getLogger('checkout', '1.2.3');
    logger.emit({
      timestamp: START,
      observedTimestamp: END,
      severityNumber: 17,
      severityText: 'ERROR',
      body: { reason: 'declined', codes: [1, 2] },
      attributes,
      eventName: 'payment.declined',
      context: trace.setSpanContext(ROOT_CONTEXT, LINKED),
    });
    logger.emit({ timestamp: START, observedTimestamp: END, body: 'plain' });
    await sdk.shutdown();

    await receiver.waitFor(({ logs }) => logs.length === 2);
    const { logs } = receiver.store;
    expect(logs.find(({ body }) => body !== 'plain')).toEqual({
      timeUnixNano: START_NANOS,
      observedTimeUnixNano: END_NANOS,
      severityNumber: 17,
      severityText: 'ERROR',
      body: { reason: 'declined', codes: [1, 2] },
      attributes,
      eventName: 'payment.declined',
      traceId: LINKED.traceId,
      spanId: LINKED.spanId,
      flags: 1,
      droppedAttributesCount: 0,
      resource,
      scope,
    });
    const plain = logs.find(({ body }) => body === 'plain');
    expect(plain).toMatchObject({ severityNumber: 0, severityText: '', attributes: {} });
    expect(plain).not.toHaveProperty('traceId');
    expect(plain).not.toHaveProperty('spanId');
  });

  test('sums, gauges and both kinds of histogram arrive with every field', async () => {
    const aggregation = { type: AggregationType.EXPONENTIAL_HISTOGRAM } as const;
    const sdk = createSdk(protocol, receiver, [{ instrumentName: 'size', aggregation }]);
    const meter = sdk.metrics.getMeter('checkout', '1.2.3');
    meter.createCounter('orders', { unit: '{order}', description: 'Orders' }).add(Number.MAX_SAFE_INTEGER, { shop: 1 });
    meter.createUpDownCounter('carts').add(-2.5);
    meter.createGauge('temperature').record(36.6);
    const latency = meter.createHistogram('latency', { unit: 's', advice: { explicitBucketBoundaries: [0.1, 1] } });
    for (const value of [0.05, 0.5, 0.6, 7]) latency.record(value, { route: '/' });
    for (const value of [0, 1, 2, 4]) meter.createHistogram('size').record(value);
    await sdk.shutdown();

    await receiver.waitFor(({ metrics }) => metrics.length >= 5);
    const byName = Object.fromEntries(receiver.store.metrics.map((metric) => [metric.name, metric]));
    const point = { startTimeUnixNano: expect.any(BigInt), timeUnixNano: expect.any(BigInt), flags: 0, exemplars: [] };
    const identity = { description: '', unit: '', resource, scope };
    const sum = { ...identity, type: 'sum', temporality: 'cumulative' };
    expect(byName).toEqual({
      orders: {
        ...sum,
        name: 'orders',
        unit: '{order}',
        description: 'Orders',
        monotonic: true,
        points: [{ ...point, attributes: { shop: 1 }, value: Number.MAX_SAFE_INTEGER }],
      },
      carts: { ...sum, name: 'carts', monotonic: false, points: [{ ...point, attributes: {}, value: -2.5 }] },
      temperature: {
        ...identity,
        name: 'temperature',
        type: 'gauge',
        points: [{ ...point, attributes: {}, value: 36.6 }],
      },
      latency: {
        ...identity,
        name: 'latency',
        unit: 's',
        type: 'histogram',
        temporality: 'cumulative',
        points: [
          {
            ...point,
            attributes: { route: '/' },
            count: 4,
            sum: 8.15,
            min: 0.05,
            max: 7,
            explicitBounds: [0.1, 1],
            bucketCounts: [1, 2, 1],
          },
        ],
      },
      size: {
        ...identity,
        name: 'size',
        type: 'exponentialHistogram',
        temporality: 'cumulative',
        points: [expect.objectContaining({ count: 4, sum: 7, min: 0, max: 4, zeroCount: 1, zeroThreshold: 0 })],
      },
    });
    expect(byName['size']?.points[0]).toMatchObject({
      scale: expect.any(Number),
      positive: { offset: expect.any(Number), bucketCounts: expect.arrayContaining([1]) },
      negative: { bucketCounts: expect.not.arrayContaining([1]) },
    });
  });

  test('the request is recorded with its headers, format and encoding', async () => {
    const sdk = createSdk(protocol, receiver);
    sdk.traces.getTracer('checkout').startSpan('pay').end();
    await sdk.shutdown();
    const [request] = await receiver.waitFor(() => receiver.requests.length > 0 && receiver.requests);
    expect(request).toMatchObject({
      signal: 'traces',
      contentType: {
        grpc: 'application/grpc',
        'http/protobuf': 'application/x-protobuf',
        'http/json': 'application/json',
      }[protocol],
      encoding: 'gzip',
      status: protocol === 'grpc' ? 0 : 200,
      headers: { 'x-tenant': 'acme', 'user-agent': expect.stringContaining('OTel-OTLP-Exporter-JavaScript') },
    });
    expect(request?.bytes).toBeGreaterThan(50);
  });
});
