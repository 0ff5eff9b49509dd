import { expect, test } from '@jest/globals';
import { MetricsCollector } from '../../../src/library/monitor/metrics-collector.ts';
import { Logged } from './logged.ts';

test("a Logger's special methods feed a MetricsCollector", () => {
  const metrics = new MetricsCollector();
  using logged = new Logged({ metrics });
  const { logger } = logged;
  logger.logRequestStart('GET', '/api/users', { 'http.route': '/api/users' });
  logger.logRequestEnd(200, 150.5, 1024);
  logger.logDatabaseQuery('SELECT * FROM users WHERE id = ?', 45.2, 10);
  logger.logCacheOperation('get', 'user:1', { hit: true, durationMs: 2 });
  logger.logCacheOperation('get', 'user:2', { hit: false });
  const call = { provider: 'openai', model: 'gpt-5', endpoint: '/chat/completions', method: 'POST', statusCode: 200 };
  logger.logApiCall({ ...call, responseTime: 1.23, tokensUsed: 150 });
  const { counters, gauges, histograms } = metrics.getSummary();
  expect(counters).toEqual({ 'cache.hits': 1, 'cache.misses': 1 });
  expect(gauges).toEqual({ 'cache.hit_ratio': 0.5 });
  expect(Object.fromEntries(Object.entries(histograms).map(([name, { sum }]) => [name, sum]))).toEqual({
    'http.server.request.duration': 0.1505,
    'http.server.response.body.size': 1024,
    'db.client.operation.duration': expect.closeTo(0.0452, 9),
    'db.client.response.returned_rows': 10,
    'cache.operation.duration': 0.002,
    'gen_ai.client.operation.duration': 1.23,
    'gen_ai.client.token.usage': 150,
  });
  const labels = { 'http.request.method': 'GET', 'http.route': '/api/users', 'http.response.status_code': '200' };
  expect(metrics.getHistogramStats('http.server.request.duration', labels)?.count).toBe(1);
  expect(metrics.exportPrometheus()).toContain('http_server_request_duration_seconds_count{');
  expect(metrics.droppedCount).toBe(0);
});
