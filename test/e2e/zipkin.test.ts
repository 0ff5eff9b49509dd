import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startZipkin, type Zipkin, type ZipkinSpan } from './servers/zipkin.ts';
import { startShopService, takeOrder } from './shop.ts';

let zipkin: Zipkin;
beforeAll(async () => {
  zipkin = await startZipkin();
});
afterAll(() => zipkin.stop());

const environment = (service: string) => ({
  OTEL_TRACES_EXPORTER: 'zipkin',
  OTEL_EXPORTER_ZIPKIN_ENDPOINT: zipkin.spansUrl,
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
  OTEL_BSP_SCHEDULE_DELAY: '50',
  OTEL_SERVICE_NAME: service,
  OTELIER_ATTRIBUTES: 'app.region=eu',
});

describe('Zipkin', () => {
  test('shows one trace across two services with parents, kinds and tags', async () => {
    await using stock = await startShopService({ env: environment('stock') });
    await using front = await startShopService({ env: environment('front'), stockUrl: stock.url });
    const spans = await zipkin.waitForTrace(await front.order(7), 5);

    const [root, order, call, answer, pick] = chainOf(spans);
    expect(spans).toHaveLength(5);
    expect(root).toMatchObject({
      name: 'get',
      kind: 'SERVER',
      localEndpoint: { serviceName: 'front' },
      tags: { 'http.request.method': 'GET', 'http.response.status_code': '200', 'url.path': '/orders/7' },
    });
    expect(order).toMatchObject({ name: 'take order', tags: { 'shop.order.number': '7' } });
    expect(order).not.toHaveProperty('kind');
    expect(call).toMatchObject({
      name: 'get',
      kind: 'CLIENT',
      localEndpoint: { serviceName: 'front' },
      tags: { 'url.full': `${stock.url}/orders/7`, 'http.response.status_code': '200' },
    });
    expect(answer).toMatchObject({ name: 'get', kind: 'SERVER', localEndpoint: { serviceName: 'stock' } });
    expect(pick).toMatchObject({ name: 'take order', localEndpoint: { serviceName: 'stock' } });
    for (const { tags, duration } of spans) {
      expect(tags).toMatchObject({ 'app.region': 'eu', 'telemetry.distro.name': 'otelier' });
      expect(duration).toBeGreaterThan(0);
    }
    expect(await zipkin.services()).toEqual(expect.arrayContaining(['front', 'stock']));
    for (const ended of [await front.end(), await stock.end()])
      expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('shows events as annotations and a failure as the tag `error`', async () => {
    const { traceId, result } = await takeOrder(environment('shop'));
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    const [order, charge] = chainOf(await zipkin.waitForTrace(traceId, 2));
    expect(order).toMatchObject({
      name: 'order',
      kind: 'SERVER',
      tags: { 'shop.items': '3', 'app.tenant.id': 'acme' },
    });
    expect(order?.tags).not.toHaveProperty('error');
    expect(charge).toMatchObject({
      name: 'charge',
      kind: 'CLIENT',
      tags: { error: 'declined', 'otel.status_code': 'ERROR', 'app.tenant.id': 'acme' },
      annotations: [{ value: expect.stringContaining('card declined') }],
    });
  });

  /** The spans of a trace in which each has one child, from the root on. */
  function chainOf(spans: readonly ZipkinSpan[]): readonly ZipkinSpan[] {
    const chain: ZipkinSpan[] = [];
    let current = spans.find(({ parentId }) => parentId === undefined);
    while (current !== undefined) {
      const { id } = current;
      chain.push(current);
      current = spans.find(({ parentId }) => parentId === id);
    }
    return chain;
  }
});
