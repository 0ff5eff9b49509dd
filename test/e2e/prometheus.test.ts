import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freeTcpPorts } from './servers/free-ports.ts';
import { poll } from './servers/polling.ts';
import { type Prometheus, startPrometheus } from './servers/prometheus.ts';
import { checkMetrics } from './servers/promtool.ts';
import { stopServer } from './servers/server-process.ts';
import { type ShopService, startShopService } from './shop.ts';

const PRICES = [5, 15, 15, 40];

const started = new AsyncDisposableStack();
let service: ShopService;
let prometheus: Prometheus;
let endpoint: string;
beforeAll(async () => {
  const { metrics } = await freeTcpPorts('metrics');
  endpoint = `127.0.0.1:${metrics}`;
  const env = {
    OTEL_METRICS_EXPORTER: 'prometheus',
    OTEL_EXPORTER_PROMETHEUS_PORT: `${metrics}`,
    OTEL_TRACES_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_SERVICE_NAME: 'shop',
    OTELIER_ATTRIBUTES: 'app.region=eu',
  };
  service = started.use(await startShopService({ env }));
  for (const price of PRICES) await service.order(price);
  prometheus = started.adopt(await startPrometheus({ targets: [endpoint] }), stopServer);
});
afterAll(() => started.disposeAsync());

const scrape = async (): Promise<string> => (await fetch(`http://${endpoint}/metrics`)).text();
const resultOf = async (expression: string): Promise<number | undefined> =>
  (await prometheus.waitForQuery(expression))[0]?.value;

describe('Prometheus endpoint', () => {
  test('passes promtool', async () => {
    expect(await checkMetrics(await scrape())).toEqual({ clean: true, output: '' });
  });

  test('is scraped by Prometheus', async () => {
    expect(await resultOf('up')).toBe(1);
    await prometheus.waitForQuery(
      'target_info{service_name="shop",app_region="eu",telemetry_distro_name="otelier",host_id!=""}',
    );
  });

  test('serves a counter to PromQL, also after it increased', async () => {
    expect(await resultOf('shop_orders_total{shop_branch="north"}')).toBe(PRICES.length);
    await service.order(15);
    await poll(() => prometheus.query('shop_orders_total'), {
      what: 'the fifth order to be scraped',
      until: ([sample]) => sample?.value === PRICES.length + 1,
    });
  });

  test('serves a quantile of a histogram to PromQL', async () => {
    // Buckets 10, 20, 50, 100. Of the prices at most 20 is the third of four, or the fourth of five: the median is between 10 and 20.
    const median = await resultOf('histogram_quantile(0.5, sum by (le) (shop_order_price_bucket))');
    expect(median).toBeGreaterThan(10);
    expect(median).toBeLessThan(20);
    expect(await resultOf('histogram_quantile(1, sum by (le) (shop_order_price_bucket))')).toBe(50);
  });

  test('does not measure scrapes as requests', async () => {
    const before = await requestCount();
    await scrape();
    await service.order(15);
    expect(await requestCount()).toBe(before + 1);
  });

  test('lets the program end while Prometheus is connected, and logs nothing', async () => {
    expect(await service.end()).toMatchObject({ exitCode: 0, signal: null, stderr: '' });
  });

  async function requestCount(): Promise<number> {
    const counts = (await scrape()).matchAll(/^http_server_request_duration(?:_seconds)?_count\{.*\} (\d+)$/gm);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  }
});
