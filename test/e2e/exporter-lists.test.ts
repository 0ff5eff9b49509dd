import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { waitForTelemetry } from './printed-telemetry.ts';
import { type Collector, startCollector } from './servers/collector.ts';
import { freeTcpPorts } from './servers/free-ports.ts';
import { stopServer } from './servers/server-process.ts';
import { startZipkin, type Zipkin } from './servers/zipkin.ts';
import { startShopService, takeOrder } from './shop.ts';

const started = new AsyncDisposableStack();
let collector: Collector;
let zipkin: Zipkin;
beforeAll(async () => {
  collector = started.adopt(await startCollector(), stopServer);
  zipkin = started.adopt(await startZipkin(), stopServer);
});
afterAll(() => started.disposeAsync());

describe('lists of exporters', () => {
  test('OTEL_TRACES_EXPORTER=otlp,zipkin,console sends each span to the Collector, to Zipkin and to the console', async () => {
    const { traceId, result } = await takeOrder({
      OTEL_TRACES_EXPORTER: 'otlp,zipkin,console',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.httpUrl,
      OTEL_EXPORTER_ZIPKIN_ENDPOINT: zipkin.spansUrl,
      OTEL_SERVICE_NAME: 'three ways',
    });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });

    const { spans } = await waitForTelemetry(collector, {
      service: 'three ways',
      what: 'the spans in the Collector',
      until: ({ spans }) => spans.length >= 2,
    });
    expect(spans.map((span) => `${span.traceId} ${span.name}`).sort()).toEqual([
      `${traceId} charge`,
      `${traceId} order`,
    ]);
    const inZipkin = await zipkin.waitForTrace(traceId, 2);
    expect(inZipkin.map(({ name }) => name).sort()).toEqual(['charge', 'order']);
    expect(result.stdout.match(new RegExp(`^ {2}traceId: '${traceId}'`, 'gm'))).toHaveLength(2);
    expect(result.stdout.match(/^ {2}name: '(charge|order)'/gm)).toHaveLength(2);
  });

  test('OTEL_METRICS_EXPORTER=otlp,prometheus,console and OTEL_LOGS_EXPORTER=otlp,console send each metric and log record to each', async () => {
    const { metrics: port } = await freeTcpPorts('metrics');
    await using service = await startShopService({
      env: {
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_METRICS_EXPORTER: 'otlp,prometheus,console',
        OTEL_LOGS_EXPORTER: 'otlp,console',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.httpUrl,
        OTEL_EXPORTER_PROMETHEUS_PORT: `${port}`,
        OTEL_SERVICE_NAME: 'each way',
      },
    });
    await service.order(7);
    const scraped = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(scraped).toMatch(/^shop_orders_total\{.*\} 1$/m);
    const { stdout, stderr } = await service.end();
    expect(stderr).toBe('');
    expect(stdout).toContain("body: 'order 7 taken'");
    expect(stdout).toContain("name: 'shop.orders'");

    const { logs, metrics } = await waitForTelemetry(collector, {
      service: 'each way',
      what: 'the metrics and the log record in the Collector',
      until: ({ logs, metrics }) => logs.length > 0 && metrics.some(({ name }) => name === 'shop.orders'),
    });
    expect(logs).toMatchObject([{ body: 'Str(order 7 taken)' }]);
    expect(metrics.find(({ name }) => name === 'shop.orders')?.points).toMatchObject([
      { fields: { Value: '1.000000' } },
    ]);
  });
});
