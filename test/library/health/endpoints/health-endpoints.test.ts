import http from 'node:http';
import net from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { DiagLogLevel, diag } from '@opentelemetry/api';
import {
  HealthChecker,
  HealthEndpoints,
  type HealthEndpointsOptions,
  type ReadinessChecker,
} from '../../../../src/public/health.ts';
import { MetricsCollector } from '../../../../src/public/index.ts';

const started: HealthEndpoints[] = [];
const bare = (): HealthChecker => new HealthChecker({ defaultChecks: false });

async function serve(options: HealthEndpointsOptions = {}): Promise<HealthEndpoints> {
  const endpoints = new HealthEndpoints({ port: 0, health: bare(), metrics: new MetricsCollector(), ...options });
  started.push(endpoints);
  expect(await endpoints.start()).toBe(true);
  return endpoints;
}

interface Received {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

function request(endpoints: HealthEndpoints, path: string, options: http.RequestOptions = {}): Promise<Received> {
  return new Promise((resolve, reject) => {
    const sent = http.request(`${endpoints.getUrl()}${path}`, { agent: false, ...options }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

afterEach(async () => {
  diag.disable();
  await Promise.all(started.splice(0).map((endpoints) => endpoints.stop()));
});

describe.each([false, true])('HealthEndpoints, worker: %s', (worker) => {
  test('/health has the checks with status, message and duration', async () => {
    const health = bare().registerCheck('database', () => ({ status: 'healthy', message: 'Database connection OK' }));
    const { status, headers, body } = await request(await serve({ health, worker }), '/health');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(body)).toEqual({
      status: 'healthy',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      checks: {
        database: {
          status: 'healthy',
          message: 'Database connection OK',
          duration_ms: expect.any(Number),
          timestamp: expect.any(String),
        },
      },
    });
  });

  test('/health is 503 when unhealthy, and liveness stays 200', async () => {
    const endpoints = await serve({ health: bare().registerCheck('a', () => false), worker });
    expect((await request(endpoints, '/health')).status).toBe(503);
    expect((await request(endpoints, '/health/live')).status).toBe(200);
  });

  test('checks of the group "live" decide about liveness; every group has a route', async () => {
    const endpoints = await serve({
      health: bare()
        .registerCheck('consumer', () => false, { groups: ['live'] })
        .registerCheck('b', () => true),
      worker,
    });
    expect((await request(endpoints, '/health/live')).status).toBe(503);
    expect((await request(endpoints, '/health/none')).status).toBe(404);
  });

  test('/health/ready and /health/startup follow the dependencies; once started is started for good', async () => {
    let isUp = false;
    const readiness = { isReady: async () => isUp, runAllChecks: async () => ({}) } as unknown as ReadinessChecker;
    const endpoints = await serve({ readiness, worker });
    expect((await request(endpoints, '/health/ready')).status).toBe(503);
    expect((await request(endpoints, '/health/startup')).status).toBe(503);
    isUp = true;
    expect(JSON.parse((await request(endpoints, '/health/ready')).body)).toEqual(
      expect.objectContaining({ status: 'ready', ready: true }),
    );
    expect((await request(endpoints, '/health/startup')).status).toBe(200);
    isUp = false;
    expect((await request(endpoints, '/health/ready')).status).toBe(503);
    expect((await request(endpoints, '/health/startup')).status).toBe(200);
  });

  test('/metrics is JSON, or Prometheus by format and by Accept', async () => {
    const metrics = new MetricsCollector();
    metrics.counter('jobs', 2);
    const endpoints = await serve({ metrics, worker });
    expect(JSON.parse((await request(endpoints, '/metrics')).body)).toEqual({
      counters: { jobs: 2 },
      gauges: {},
      histograms: {},
    });
    for (const found of [
      await request(endpoints, '/metrics?format=prometheus'),
      await request(endpoints, '/metrics', { headers: { accept: 'text/plain' } }),
    ]) {
      expect(found.headers['content-type']).toContain('text/plain; version=0.0.4');
      expect(found.body).toMatch(/^jobs(_total)? 2$/m);
    }
  });

  test('/status says which versions run and what became of telemetry', async () => {
    const { body } = await request(await serve({ worker }), '/status');
    expect(JSON.parse(body)).toEqual(
      expect.objectContaining({
        status: 'healthy',
        node: expect.objectContaining({ version: process.version }),
        exporters: expect.any(Array),
      }),
    );
  });

  test('a custom handler gets the query; a throw is a 500 without its message', async () => {
    const endpoints = await serve({ worker });
    endpoints.addCustomHandler('/info', async (query) => [201, { query }]);
    endpoints.addCustomHandler('/bad', () => {
      throw new Error('secret detail');
    });
    expect(await request(endpoints, '/info?a=1')).toEqual(
      expect.objectContaining({ status: 201, body: '{"query":{"a":"1"}}\n' }),
    );
    expect(await request(endpoints, '/bad')).toEqual(
      expect.objectContaining({ status: 500, body: '{"error":"internal error"}\n' }),
    );
  });

  test('HEAD has no body, other methods are 405', async () => {
    const endpoints = await serve({ worker });
    expect(await request(endpoints, '/health', { method: 'HEAD' })).toEqual(
      expect.objectContaining({ status: 200, body: '' }),
    );
    expect(await request(endpoints, '/health', { method: 'POST' })).toEqual(
      expect.objectContaining({ status: 405, headers: expect.objectContaining({ allow: 'GET, HEAD' }) }),
    );
  });

  test('Accept: application/health+json gives the document of the draft', async () => {
    const health = bare().registerCheck('a', () => ({ status: 'degraded', message: 'slow' }));
    const { headers, body } = await request(await serve({ health, worker }), '/health', {
      headers: { accept: 'application/health+json' },
    });
    expect(headers['content-type']).toContain('application/health+json');
    expect(JSON.parse(body)).toEqual({
      status: 'warn',
      version: expect.any(String),
      checks: {
        a: [
          {
            status: 'warn',
            time: expect.any(String),
            observedValue: expect.any(Number),
            observedUnit: 'ms',
            output: 'slow',
          },
        ],
      },
    });
  });

  test('a foreign Host is refused unless it is allowed', async () => {
    const endpoints = await serve({ worker, allowedHosts: ['health.internal'] });
    const status = async (host: string): Promise<number> =>
      (await request(endpoints, '/health', { headers: { host } })).status;
    expect(
      await Promise.all(['evil.example', '10.0.0.1:80', 'localhost:1', 'health.internal:8080', '[::1]'].map(status)),
    ).toEqual([403, 403, 200, 200, 200]);
  });

  test('a token keeps details, metrics and status from others', async () => {
    const token = 't'.repeat(20);
    const endpoints = await serve({ worker, token, health: bare().registerCheck('a', () => true) });
    const statuses = await Promise.all(
      ['/health', '/metrics', '/status'].map(async (path) => (await request(endpoints, path)).status),
    );
    expect(statuses).toEqual([200, 401, 401]);
    expect(JSON.parse((await request(endpoints, '/health')).body)).toEqual({
      status: 'healthy',
      timestamp: expect.any(String),
    });
    const headers = { authorization: `Bearer ${token}` };
    expect(JSON.parse((await request(endpoints, '/health', { headers })).body)).toHaveProperty('checks.a');
    expect((await request(endpoints, '/status', { headers })).status).toBe(200);
    expect((await request(endpoints, '/status', { headers: { authorization: 'Bearer x' } })).status).toBe(401);
  });

  test('CORS is for the configured origins only', async () => {
    const endpoints = await serve({ worker, cors: { origins: ['https://ops.example'] } });
    const of = async (origin: string) =>
      (await request(endpoints, '/health', { headers: { origin } })).headers['access-control-allow-origin'];
    expect([await of('https://ops.example'), await of('https://evil.example')]).toEqual([
      'https://ops.example',
      undefined,
    ]);
  });

  test('a port that is taken is one warning', async () => {
    const warnings: unknown[][] = [];
    diag.setLogger(
      { warn: (...parts: unknown[]) => warnings.push(parts), error() {}, info() {}, debug() {}, verbose() {} },
      { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true },
    );
    const port = Number(new URL((await serve()).getUrl() ?? '').port);
    const second = new HealthEndpoints({ port, worker, health: bare() });
    started.push(second);
    expect(await second.start()).toBe(false);
    expect(second.getUrl()).toBeUndefined();
    expect(warnings).toEqual([
      [
        'otelier',
        expect.stringMatching(
          /^health endpoints: expected to listen on 127\.0\.0\.1:\d+, got ".*EADDRINUSE.*"; the application runs without them$/,
        ),
      ],
    ]);
  });

  test('stop() ends open connections at once, and start() begins again', async () => {
    const endpoints = await serve({ worker });
    const socket = net.connect(Number(new URL(endpoints.getUrl() ?? '').port), '127.0.0.1');
    const closed = new Promise((resolve) => socket.on('close', resolve).on('error', () => {}));
    await new Promise((resolve) => socket.on('connect', resolve));
    await endpoints.stop();
    await closed;
    expect(endpoints.getUrl()).toBeUndefined();
    expect(await endpoints.start()).toBe(true);
    expect((await request(endpoints, '/health/live')).status).toBe(200);
  });

  test('a malformed URL, a huge header and a broken request harm nobody', async () => {
    const endpoints = await serve({ worker });
    const port = Number(new URL(endpoints.getUrl() ?? '').port);
    const send = (text: string): Promise<string> =>
      new Promise((resolve) => {
        let received = '';
        const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
        socket.on('data', (data) => {
          received += data;
        });
        socket.on('error', () => {}).on('close', () => resolve(received));
      });
    expect(await send('GET //[ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 4/);
    expect(await send('not http at all\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/);
    expect(await send(`GET /health HTTP/1.1\r\nHost: localhost\r\nx: ${'y'.repeat(1_000_000)}\r\n\r\n`)).toMatch(
      /^(HTTP\/1\.1 431|$)/,
    );
    expect((await request(endpoints, '/health/live')).status).toBe(200);
  });
});

describe('HealthEndpoints', () => {
  test.each<readonly [string, object]>([
    ['HealthEndpoints: expected port to be a port from 0 to 65535, got 65536', { port: 65_536 }],
    ['HealthEndpoints: expected token to be a non-empty string, got a string', { token: ' ' }],
    ['HealthEndpoints: expected an option among origins, got "cors.origin"', { cors: { origin: '*' } }],
    [
      'HealthEndpoints: expected health to be an object with the methods runAllChecks, getOverallStatus, got an object',
      { health: {} },
    ],
  ])('throws at once: %s', (message, options) => {
    expect(() => new HealthEndpoints(options)).toThrow(new TypeError(message));
  });
});
