import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { named, type PrintedTelemetry, waitForTelemetry } from './printed-telemetry.ts';
import { startRelay } from './relay.ts';
import { type Collector, startCollector } from './servers/collector.ts';
import { poll } from './servers/polling.ts';
import { takeOrder } from './shop.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.stop());

const isComplete = ({ spans, logs, metrics }: PrintedTelemetry): boolean =>
  spans.length >= 2 && logs.length >= 2 && metrics.length >= 3;

const PROTOCOLS = ['grpc', 'http/protobuf', 'http/json'] as const;
const cases = PROTOCOLS.flatMap((protocol) => (['none', 'gzip'] as const).map((coding) => [protocol, coding] as const));

describe('Collector', () => {
  test.each(cases)('receives traces, metrics and logs over %s, compression %s', async (protocol, compression) => {
    const service = `shop ${protocol} ${compression}`;
    await using relay = await startRelay(protocol === 'grpc' ? collector.ports.grpc : collector.ports.http);
    const { traceId, result } = await takeOrder({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${relay.port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_COMPRESSION: compression,
      OTEL_SERVICE_NAME: service,
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test,app.region=nowhere',
      OTELIER_ATTRIBUTES: 'app.region=eu,app.motto=caf%C3%A9%2C%20bar',
    });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(relay.sent().includes('order taken')).toBe(compression === 'none');

    const arrived = await waitForTelemetry(collector, {
      service,
      what: `the telemetry of ${service}`,
      until: isComplete,
    });
    expectSpans(arrived, traceId);
    expectLogs(arrived, traceId);
    expectMetrics(arrived);
    expectResource(arrived, service);
  });

  function expectSpans({ spans }: PrintedTelemetry, traceId: string): void {
    expect(spans).toHaveLength(2);
    const [order, charge] = [named(spans, 'order'), named(spans, 'charge')];
    expect(order).toMatchObject({
      traceId,
      parentId: '',
      kind: 'Server',
      status: 'Unset',
      scope: 'shop 1.2.0',
      events: [],
    });
    expect(order.attributes).toEqual({ 'shop.items': 'Int(3)', 'app.tenant.id': 'Str(acme)' });
    expect(charge).toMatchObject({
      traceId,
      parentId: order.spanId,
      kind: 'Client',
      status: 'Error',
      statusMessage: 'declined',
      events: [{ name: 'card declined', attributes: { 'shop.card': 'Str(test)' } }],
    });
    expect(charge.attributes).toEqual({ 'app.tenant.id': 'Str(acme)' });
  }

  function expectLogs({ logs, spans }: PrintedTelemetry, traceId: string): void {
    expect(logs).toHaveLength(2);
    const [taken, declined] = logs;
    expect(taken).toMatchObject({
      body: 'Str(order taken)',
      severity: 'Info(9)',
      traceId,
      spanId: named(spans, 'order').spanId,
      scope: 'shop 1.2.0',
    });
    expect(taken?.attributes).toEqual({ 'shop.priority': 'Str(high)', 'app.tenant.id': 'Str(acme)' });
    expect(declined).toMatchObject({
      body: 'Str(card declined)',
      severity: 'Error(17)',
      traceId,
      spanId: named(spans, 'charge').spanId,
    });
  }

  function expectMetrics({ metrics }: PrintedTelemetry): void {
    expect(metrics).toHaveLength(3);
    expect(named(metrics, 'shop.orders')).toMatchObject({
      type: 'Sum',
      unit: '{order}',
      scope: 'shop 1.2.0',
      points: [{ attributes: { 'shop.branch': 'Str(north)' }, fields: { Value: '3.000000' } }],
    });
    expect(named(metrics, 'shop.stock')).toMatchObject({ type: 'Sum', points: [{ fields: { Value: '-3.000000' } }] });
    expect(named(metrics, 'shop.order.duration')).toMatchObject({
      type: 'Histogram',
      unit: 's',
      points: [{ fields: { Count: '3', Sum: '4.320000', Min: '0.020000', Max: '4.000000', 'Buckets #1, Count': '1' } }],
    });
  }

  function expectResource({ spans, logs, metrics }: PrintedTelemetry, service: string): void {
    for (const { resource } of [...spans, ...logs, ...metrics]) {
      expect(resource).toMatchObject({
        'service.name': `Str(${service})`,
        'service.instance.id': expect.stringMatching(/^Str\([0-9a-f-]{36}\)$/),
        'telemetry.distro.name': 'Str(otelier)',
        'telemetry.distro.version': expect.stringMatching(/^Str\(\d+\.\d+\.\d+.*\)$/),
        'telemetry.sdk.language': 'Str(nodejs)',
        'deployment.environment.name': 'Str(test)',
        'app.region': 'Str(eu)',
        'app.motto': 'Str(café, bar)',
        'process.pid': expect.stringMatching(/^Int\(\d+\)$/),
        'host.name': expect.stringMatching(/^Str\(.+\)$/),
      });
    }
  }

  test('exposes the received metrics to Prometheus', async () => {
    const service = 'shop-for-prometheus';
    await takeOrder({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.httpUrl,
      OTEL_SERVICE_NAME: service,
      OTELIER_ATTRIBUTES: 'app.region=eu',
    });
    const lines = await poll(
      async () =>
        (await (await fetch(collector.metricsUrl)).text()).split('\n').filter((line) => line.includes(service)),
      { what: `metrics of ${service}`, until: (found) => found.length > 0 },
    );
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^shop_orders_total\{.*shop_branch="north".*\} 3$/),
        expect.stringMatching(/^shop_stock\{.*\} -3$/),
        expect.stringMatching(/^shop_order_duration_seconds_bucket\{.*le="1"\} 2$/),
        expect.stringMatching(/^shop_order_duration_seconds_count\{.*\} 3$/),
        expect.stringMatching(/^target_info\{app_region="eu",.*telemetry_distro_name="otelier".*\} 1$/),
      ]),
    );
  });
});
