// The examples of Nüm Agents' monitoring document, translated, in its order. `with` is `using` or a function; keyword arguments are positions.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, jest, test } from '@jest/globals';
import { getMonitor, MetricsCollector, Monitor, Tracer } from '../../../../src/public/index.ts';

afterEach(() => void jest.restoreAllMocks());

test('quick start', () => {
  const monitor = new Monitor({ serviceName: 'my_agent' });
  monitor.metrics.counter('requests.total');
  monitor.metrics.gauge('memory.usage', 1024);
  {
    using _timer = monitor.metrics.timer('operation.duration');
  }
  monitor.tracer.startTrace('user_request');
  monitor.tracer.span('database_query', (span) => {
    span.setAttribute('query', 'SELECT * FROM users');
  });
  const stats = monitor.getStatistics();
  expect([stats.metricsCount, stats.spansCount]).toEqual([3, 2]);
});

test('counters, gauges and labels', () => {
  const metrics = new MetricsCollector();
  metrics.counter('api.requests.total');
  metrics.counter('bytes.sent', 1024);
  metrics.counter('http.requests', 1, { method: 'GET', status: '200' });
  metrics.counter('http.requests', 1, { method: 'POST', status: '201' });
  expect(metrics.getCounterValue('api.requests.total')).toBe(1);
  expect(metrics.getCounterValue('http.requests', { method: 'GET', status: '200' })).toBe(1);
  metrics.gauge('memory.usage.bytes', 2048);
  metrics.gauge('cpu.usage.percent', 50.5, { host: 'server1', core: '0' });
  expect(metrics.getGaugeValue('memory.usage.bytes')).toBe(2048);
});

test('histograms', () => {
  const metrics = new MetricsCollector();
  for (const responseTime of [10, 15, 20, 25, 30]) metrics.histogram('api.response.time.ms', responseTime);
  const stats = metrics.getHistogramStats('api.response.time.ms');
  expect(stats).toMatchObject({ min: 10, max: 30, avg: 20, p50: 20, p95: 30, p99: 30 });
});

test('timers, in its milliseconds', () => {
  const metrics = new MetricsCollector();
  {
    using _query = metrics.timer('database.query.duration', {}, { unit: 'ms' });
    using _lookup = metrics.timer('cache.lookup', { cache: 'redis' }, { unit: 'ms' });
  }
  for (let i = 0; i < 100; i++) {
    using _item = metrics.timer('process.item', {}, { unit: 'ms' });
  }
  expect(metrics.getHistogramStats('process.item')).toMatchObject({ count: 100, avg: expect.any(Number) });
  expect(metrics.getMetric('cache.lookup')[0]).toMatchObject({ type: 'timer', labels: { cache: 'redis' } });
  expect(metrics.getHistogramStats('database.query.duration')?.count).toBe(1);
});

test('traces and spans', () => {
  const tracer = new Tracer();
  const traceId = tracer.startTrace('user_registration');
  tracer.span('validate_input', (span) => void span.setAttribute('email', 'user@example.com'));
  tracer.span('save_to_database', (span) => void span.setAttribute('table', 'users'));
  tracer.span('send_email', (span) => {
    span.setAttribute('template', 'welcome');
    span.addEvent('email_queued');
  });
  // The root that start_trace opens is one of them.
  expect(tracer.getTraceSpans(traceId)).toHaveLength(4);
});

test('nested spans', () => {
  const tracer = new Tracer();
  const traceId = tracer.startTrace('api_request');
  tracer.span('handle_request', (parent) => {
    parent.setAttribute('path', '/api/users');
    tracer.span('authenticate', (auth) => expect(auth.parentSpanId).toBe(parent.spanId));
    tracer.span('fetch_data', (data) => {
      tracer.span('query_cache', (cache) => expect(cache.parentSpanId).toBe(data.spanId));
      tracer.span('query_database', (db) => expect(db.parentSpanId).toBe(data.spanId));
    });
  });
  expect(tracer.getTraceSpans(traceId).every((span) => span.traceId === traceId)).toBe(true);
});

test('attributes, events and errors', () => {
  const tracer = new Tracer();
  tracer.span('payment_processing', (span) => {
    span.setAttribute('amount', 99.99);
    span.addEvent('payment_gateway_called', { gateway: 'stripe', request_id: 'req_123' });
    span.addEvent('payment_confirmed');
  });
  expect(() =>
    tracer.span('risky_operation', (span) => {
      span.setAttribute('attempt', 1);
      throw new RangeError('Something went wrong');
    }),
  ).toThrow('Something went wrong');
  const [payment, risky] = tracer.getAllSpans();
  expect(payment?.events.map(({ name }) => name)).toEqual(['payment_gateway_called', 'payment_confirmed']);
  expect(risky).toMatchObject({ status: 'ERROR', error: 'Something went wrong', attributes: { attempt: 1 } });
  expect(risky?.toJSON()).toMatchObject({ status: 'ERROR', error: 'Something went wrong' });
});

test('logs, correlated with the trace', () => {
  const lines: string[] = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  const monitor = new Monitor({ serviceName: 'api_service' });
  monitor.log('info', 'User logged in', { user_id: '123', ip_address: '192.168.1.1' });
  const traceId = monitor.tracer.startTrace('user_request');
  monitor.tracer.span('process_request', (span) => {
    monitor.log('info', 'Processing user request', { user_id: '456', action: 'create_order' });
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ trace_id: traceId, span_id: span.spanId, user_id: '456' });
  });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', message: 'User logged in', user_id: '123' });
});

test('a node with span, counter and timer', () => {
  const monitor = getMonitor();
  const exec = (name: string): { result: number[] } =>
    monitor.tracer.span(`node.${name}`, (span) => {
      monitor.metrics.counter('nodes.executed', 1, { node: name });
      using _timer = monitor.metrics.timer('node.duration', { node: name });
      span.setAttribute('records_processed', 2);
      return { result: [1, 2] };
    });
  expect(exec('data')).toEqual({ result: [1, 2] });
  expect(monitor.metrics.getCounterValue('nodes.executed', { node: 'data' })).toBe(1);
  expect(getMonitor()).toBe(monitor);
});

test('Prometheus from a route of one own, and Jaeger', async () => {
  const metrics = new MetricsCollector();
  metrics.counter('requests_total', 1, { method: 'GET' });
  metrics.gauge('memory_usage_bytes', 1024, { host: 'server1' });
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/plain; version=0.0.4').end(metrics.exportPrometheus());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const text = await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`)).text();
  await new Promise((resolve) => server.close(resolve));
  expect(text.split('\n')).toEqual(
    expect.arrayContaining(['requests_total{method="GET"} 1', 'memory_usage_bytes{host="server1"} 1024']),
  );
  const tracer = new Tracer();
  const traceId = tracer.startTrace('api_request');
  for (const name of ['operation1', 'operation2']) tracer.span(name, () => {});
  expect(tracer.exportJaeger(traceId).data[0]?.spans.map(({ operationName }) => operationName)).toEqual([
    ...['api_request', 'operation1', 'operation2'],
  ]);
});

test('the dashboard, from statistics and read-back', () => {
  const monitor = new Monitor();
  monitor.metrics.counter('requests.total', 4);
  monitor.metrics.counter('errors.total');
  for (const seconds of [0.1, 0.2, 0.3]) monitor.metrics.timing('request.duration', seconds);
  monitor.tracer.startTrace('going on');
  const stats = monitor.getStatistics();
  const [requests, errors] = ['requests.total', 'errors.total'].map((name) => monitor.metrics.getCounterValue(name));
  const latency = monitor.metrics.getHistogramStats('request.duration');
  expect({
    requests: { total: requests, errors, error_rate: (errors ?? 0) / (requests ?? 1) },
    latency: { p50: latency?.p50, p95: latency?.p95, p99: latency?.p99 },
    tracing: { active_traces: stats.activeTraces, total_spans: stats.spansCount },
  }).toEqual({
    requests: { total: 4, errors: 1, error_rate: 0.25 },
    latency: { p50: 0.2, p95: 0.3, p99: 0.3 },
    tracing: { active_traces: 1, total_spans: 1 },
  });
});
