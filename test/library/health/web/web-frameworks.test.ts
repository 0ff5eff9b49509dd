import http, { type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { describe, expect, jest, test } from '@jest/globals';
import fastify from 'fastify';
import {
  expressMiddleware,
  fastifyPlugin,
  HealthChecker,
  loadShedding,
  type RequestMetrics,
} from '../../../../src/public/health.ts';
import { MetricsCollector } from '../../../../src/public/index.ts';

/** The methods of Express that are used: it has no types of its own. */
interface Router extends RequestListener {
  use(...parts: unknown[]): this;
  get(path: string, handler: RequestListener): this;
}
interface Express {
  (): Router;
  Router(): Router;
}

const express = createRequire(import.meta.url)('express') as Express;
const older = createRequire(new URL('../../../fixtures/older/package.json', import.meta.url));
const health = (): HealthChecker => new HealthChecker({ defaultChecks: false }).registerCheck('a', () => false);

async function serving(
  listener: RequestListener,
  work: (get: (path: string) => Promise<Response>) => Promise<void>,
): Promise<void> {
  const server = http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await work((path) => fetch(`http://127.0.0.1:${port}${path}`)).finally(() => server.close());
  server.closeAllConnections();
}

const requestsOf = (metrics: MetricsCollector): readonly object[] =>
  metrics.getMetric('http_requests_total').map(({ labels, value }) => ({ ...labels, value }));

describe.each([
  ['5', express],
  ['4', older('express') as Express],
])('expressMiddleware on Express %s', (_version, createApp) => {
  test('serves the routes and records the others by their template', async () => {
    const metrics = new MetricsCollector();
    const app = createApp();
    app.use(expressMiddleware({ health: health(), metrics, basePath: '/internal' }));
    const router = createApp.Router();
    router.get('/users/:id', (_request, response) => response.end('user'));
    app.use('/api', router);
    await serving(app, async (get) => {
      expect((await get('/internal/health')).status).toBe(503);
      expect((await get('/internal/health/live')).status).toBe(200);
      expect(await (await get('/api/users/7')).text()).toBe('user');
      await get('/api/users/8');
      expect((await get('/health')).status).toBe(404);
    });
    expect(requestsOf(metrics)).toEqual([
      { method: 'GET', route: '/api/users/:id', status: '200', value: 2 },
      { method: 'GET', route: '(no route)', status: '404', value: 1 },
    ]);
    expect(metrics.getHistogramStats('http_request_duration_seconds')?.count).toBe(3);
  });
});

describe.each([
  ['5', fastify],
  ['4', older('fastify') as typeof fastify],
])('fastifyPlugin on Fastify %s', (_version, createApp) => {
  test('serves the routes and records the others by their template', async () => {
    const metrics = new MetricsCollector();
    const app = createApp();
    await app.register(fastifyPlugin as never, { health: health(), metrics } as never);
    app.get('/users/:id', async () => 'user');
    expect((await app.inject('/health')).statusCode).toBe(503);
    expect((await app.inject('/health/ready')).statusCode).toBe(200);
    expect((await app.inject({ url: '/health/live', method: 'HEAD' })).body).toBe('');
    expect((await app.inject('/users/7')).body).toBe('user');
    expect((await app.inject('/users/7/nothing')).statusCode).toBe(404);
    await app.close();
    expect(requestsOf(metrics)).toEqual([
      { method: 'GET', route: '/users/:id', status: '200', value: 1 },
      { method: 'GET', route: '(no route)', status: '404', value: 1 },
    ]);
  });
});

describe('the options of a mounted router', () => {
  test.each<readonly [string, object]>([
    [
      'expressMiddleware: expected basePath to be a path that begins with / and does not end with one, got "internal/"',
      { basePath: 'internal/' },
    ],
    [
      'expressMiddleware: expected metrics to be an object with the methods getSummary, exportPrometheus, counter, histogram, got an object',
      { metrics: {} as RequestMetrics },
    ],
  ])('throws at once: %s', (message, options) => {
    expect(() => expressMiddleware(options)).toThrow(new TypeError(message));
  });
});

describe('loadShedding', () => {
  const limits = { memoryRatio: 1e-9, retryAfterSeconds: 2.5 };
  const overloaded = (): ReturnType<typeof loadShedding> => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
    const shedding = loadShedding(limits);
    jest.advanceTimersByTime(1_000);
    jest.useRealTimers();
    return shedding;
  };

  test('lets requests pass below the limits', async () => {
    const shedding = loadShedding({ memoryRatio: 1 });
    await serving(
      shedding.http((_request, response) => response.end('served')),
      async (get) => expect(await (await get('/')).text()).toBe('served'),
    );
  });

  test('refuses with 503 and Retry-After on node:http and Express', async () => {
    const shedding = overloaded();
    const app = express()
      .use(shedding)
      .get('/', (_request, response) => response.end('served'));
    for (const listener of [shedding.http((_request, response) => response.end('served')), app])
      await serving(listener, async (get) => {
        const response = await get('/');
        expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([503, '3', '']);
      });
  });

  test('refuses with 503 and Retry-After on Fastify', async () => {
    const app = fastify();
    await app.register(overloaded().fastify as never);
    app.get('/', async () => 'served');
    const { statusCode, headers } = await app.inject('/');
    expect([statusCode, headers['retry-after']]).toEqual([503, '3']);
    await app.close();
  });

  test.each<readonly [string, object]>([
    [
      'loadShedding: expected eventLoopDelayMillis to be a number of milliseconds above 0, got 0',
      { eventLoopDelayMillis: 0 },
    ],
    ['loadShedding: expected utilization to be a number from 0 to 1, got 2', { utilization: 2 }],
  ])('throws at once: %s', (message, options) => {
    expect(() => loadShedding(options)).toThrow(new TypeError(message));
  });
});
