import { once } from 'node:events';
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AggregationType, MeterProvider } from '@opentelemetry/sdk-metrics';
import {
  createPrometheusReader,
  type MetricTransform,
} from '../../../../src/pipeline/exporters/prometheus/scrape-endpoint.ts';
import { clearDiagnostics, recordDiagnostics } from '../../../foundation/diagnostics/recorded-diagnostics.ts';
import { flawsOf } from '../../../foundation/prometheus/text-format.ts';
import { freePort } from '../../../program/stand-in.ts';

const recorded = recordDiagnostics();
beforeEach(() => clearDiagnostics(recorded));
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function start(redact?: MetricTransform) {
  const port = await freePort();
  const reader = createPrometheusReader({ host: '127.0.0.1', port }, redact);
  const provider = new MeterProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop' }),
    readers: [reader],
    views: [{ instrumentName: 'exponential', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }],
  });
  ends.push(() => provider.shutdown());
  const scrape = async (options: RequestOptions = {}) => {
    const request = requestHttp({ host: '127.0.0.1', port, path: '/metrics', agent: false, ...options }).end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return {
      status: response.statusCode,
      headers: response.headers,
      body: (await response.setEncoding('utf8').toArray()).join(''),
    };
  };
  return { provider, reader, scrape };
}

describe('scrape endpoint', () => {
  test('serves all metrics with target and scope', async () => {
    const { provider, scrape } = await start();
    const meter = provider.getMeter('m', '1.0.0', { schemaUrl: 'https://s' });
    meter.createCounter('orders', { description: 'Orders', unit: '{order}' }).add(2, { 'shop.branch': 'north' });
    meter.createUpDownCounter('stock').add(-3);
    meter.createGauge('temperature').record(20.5);
    meter.createHistogram('size', { advice: { explicitBucketBoundaries: [1, 5] } }).record(3);
    meter.createHistogram('exponential').record(3);
    meter.createObservableGauge('observed').addCallback((result) => result.observe(7));
    const { status, headers, body } = await scrape();
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(flawsOf(body)).toEqual([]);
    const scope = 'otel_scope_name="m",otel_scope_schema_url="https://s",otel_scope_version="1.0.0"';
    expect(body.split('\n')).toEqual(
      expect.arrayContaining([
        'target_info{service_name="shop"} 1',
        '# HELP orders_total Orders',
        '# UNIT orders_total {order}',
        '# TYPE orders_total counter',
        `orders_total{shop_branch="north",${scope}} 2`,
        '# TYPE stock gauge',
        `stock{${scope}} -3`,
        `temperature{${scope}} 20.5`,
        `size_bucket{${scope},le="1"} 0`,
        `size_bucket{${scope},le="+Inf"} 1`,
        `size_sum{${scope}} 3`,
        `exponential_count{${scope}} 1`,
        `observed{${scope}} 7`,
      ]),
    );
  });

  test('S7: stays valid for keys that Prometheus does not have', async () => {
    const { provider, scrape } = await start();
    const counter = provider.getMeter('m').createCounter('c');
    for (const attributes of [
      { '1x': 1 },
      { '': 1 },
      { 'a.b': 1, a_b: 2 },
      { é: 1, ü: 2 },
      { le: 'x' },
      { 'otel.scope.name': 'x' },
    ])
      counter.add(1, attributes);
    provider.getMeter('other').createHistogram('c').record(1);
    provider.getMeter('other').createGauge('target.info').record(1);
    const { body } = await scrape();
    expect(flawsOf(body)).toEqual([]);
    expect(body).toMatch(/^c_total\{a_b="1;2",otel_scope_name="m"\} 1$/m);
    expect(body).toMatch(/^target_info_2\{/m);
  });

  test('passes each metric through redaction', async () => {
    const { provider, scrape } = await start((metrics) => {
      const [scope] = metrics.scopeMetrics;
      expect([metrics.scopeMetrics.length, scope?.metrics.length]).toEqual([1, 1]);
      return scope?.metrics[0]?.descriptor.name === 'secret' ? { ...metrics, scopeMetrics: [] } : metrics;
    });
    provider.getMeter('m').createCounter('secret').add(1);
    provider.getMeter('m').createCounter('public').add(1);
    const { body } = await scrape();
    expect([/secret/.test(body), /public/.test(body)]).toEqual([false, true]);
  });

  test.each([
    ['GET', 200, undefined],
    ['HEAD', 200, undefined],
    ['POST', 405, 'GET, HEAD'],
    ['DELETE', 405, 'GET, HEAD'],
    ['OPTIONS', 405, 'GET, HEAD'],
  ])('S14: responds to %s with %d', async (method, status, allow) => {
    let calls = 0;
    const { provider, scrape } = await start();
    provider
      .getMeter('m')
      .createObservableGauge('g')
      .addCallback(() => void calls++);
    const response = await scrape({ method });
    expect([response.status, response.headers.allow]).toEqual([status, allow]);
    expect(calls).toBe(method === 'GET' ? 1 : 0);
  });

  test.each([
    ['localhost', 200],
    ['evil.example', 403],
    ['evil.example:9464', 403],
    ['10.0.0.1', 403],
  ])('S14: responds to the Host %s with %d', async (host, status) => {
    const { scrape } = await start();
    expect((await scrape({ headers: { host } })).status).toBe(status);
  });

  test('has nothing at other paths', async () => {
    const { scrape } = await start();
    expect((await scrape({ path: '/' })).status).toBe(404);
    expect((await scrape({ path: '/metrics?name[]=x' })).status).toBe(200);
  });

  test('S14: lets the event loop run while it collects and writes many series', async () => {
    const { provider, scrape } = await start();
    const meter = provider.getMeter('m');
    for (let number = 0; number < 20; number++) {
      const counter = meter.createCounter(`c${number}`);
      for (let series = 0; series < 1_500; series++) counter.add(1, { series, route: `/orders/${series}` });
    }
    // A scraper in this process takes part of the turns: only those between the chunks count.
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const { body } = await scrape();
    clearInterval(timer);
    expect(body.split('\n').filter((line) => /^c\d+_total\{/.test(line))).toHaveLength(30_000);
    expect(turns).toBeGreaterThan(5);
  });

  test('collects once for scrapes at the same time', async () => {
    let calls = 0;
    const { provider, scrape } = await start();
    const slow = async () => {
      calls++;
      await new Promise((resolve) => setTimeout(resolve, 100));
    };
    provider.getMeter('m').createObservableGauge('g').addCallback(slow);
    await Promise.all([scrape(), scrape(), scrape()]);
    expect(calls).toBe(1);
  });

  test('serves the page when a callback throws', async () => {
    const { provider, scrape } = await start();
    provider
      .getMeter('m')
      .createObservableGauge('g')
      .addCallback(() => {
        throw new Error('no value');
      });
    provider.getMeter('m').createCounter('c').add(1);
    expect((await scrape()).body).toMatch(/^c_total\{/m);
  });

  test('ends a page whose scraper is gone', async () => {
    const { provider, scrape } = await start();
    const counter = provider.getMeter('m').createCounter('c');
    for (let series = 0; series < 1_900; series++) counter.add(1, { series, text: 'x'.repeat(1_000) });
    const scraped = scrape({ signal: AbortSignal.timeout(1) }).catch((error: Error) => error);
    expect(await scraped).toBeDefined();
    expect((await scrape()).status).toBe(200);
    expect(recorded.warnings).toEqual([]);
  });

  test('warns once when its port is in use', async () => {
    const port = await freePort();
    const one = createPrometheusReader({ host: '127.0.0.1', port });
    ends.push(() => one.shutdown());
    await new Promise((resolve) => setTimeout(resolve, 50));
    const other = createPrometheusReader({ host: '127.0.0.1', port });
    ends.push(() => other.shutdown());
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(recorded.warnings).toEqual([expect.stringMatching(/^Prometheus endpoint: expected to listen .*EADDRINUSE/)]);
  });
});
