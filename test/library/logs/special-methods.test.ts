import { expect, test } from '@jest/globals';
import type { LogMetrics } from '../../../src/library/logs/log-metrics.ts';
import { Logged } from './logged.ts';

class RecordingMetrics implements LogMetrics {
  readonly recorded: unknown[][] = [];
  counter = (...args: unknown[]): void => void this.recorded.push(['counter', ...args]);
  gauge = (...args: unknown[]): void => void this.recorded.push(['gauge', ...args]);
  histogram = (...args: unknown[]): void => void this.recorded.push(['histogram', ...args]);
  timing = (...args: unknown[]): void => void this.recorded.push(['timing', ...args]);
}

const CALL = {
  provider: 'openai',
  model: 'gpt-5',
  endpoint: '/chat/completions',
  method: 'POST',
  statusCode: 200,
  responseTime: 1.23,
  tokensUsed: 150,
};
const GEN_AI = { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'gpt-5' };

test('logApiCall', () => {
  const metrics = new RecordingMetrics();
  using logged = new Logged({ metrics });
  logged.logger.logApiCall(CALL);
  logged.logger.logApiCall({ ...CALL, statusCode: 500, inputTokens: 100, outputTokens: 50, user: 'u' });
  expect(logged.lines).toMatchObject([
    {
      level: 'info',
      provider: 'openai',
      model: 'gpt-5',
      endpoint: '/chat/completions',
      method: 'POST',
      status_code: 200,
      response_time: 1.23,
      tokens_used: 150,
    },
    { level: 'error', input_tokens: 100, output_tokens: 50, user: 'u' },
  ]);
  expect(metrics.recorded).toEqual([
    ['timing', 'gen_ai.client.operation.duration', 1.23, GEN_AI],
    ['histogram', 'gen_ai.client.token.usage', 150, { ...GEN_AI, 'gen_ai.token.type': 'total' }],
    ['timing', 'gen_ai.client.operation.duration', 1.23, { ...GEN_AI, 'error.type': '500' }],
    ['histogram', 'gen_ai.client.token.usage', 100, { ...GEN_AI, 'gen_ai.token.type': 'input' }],
    ['histogram', 'gen_ai.client.token.usage', 50, { ...GEN_AI, 'gen_ai.token.type': 'output' }],
  ]);
});

test('logSessionEvent, logError and logMetrics make records, no metrics', () => {
  const metrics = new RecordingMetrics();
  using logged = new Logged({ metrics });
  logged.logger.logSessionEvent('s1', 'created', 'New session', { user: 'u' });
  logged.logger.logError('TypeError', 'failed', { error: new TypeError('why'), step: 1 });
  logged.logger.logMetrics('sessions', 3, 'counter');
  expect(logged.lines).toMatchObject([
    { level: 'info', message: 'New session', session_id: 's1', event_type: 'created', user: 'u' },
    { level: 'error', message: 'failed', error_type: 'TypeError', 'exception.message': 'why', step: 1 },
    { level: 'info', metric_name: 'sessions', metric_value: 3, metric_type: 'counter' },
  ]);
  expect(metrics.recorded).toEqual([]);
});

test('concurrent requests end each as their own', async () => {
  const metrics = new RecordingMetrics();
  using logged = new Logged({ metrics });
  const serve = async (path: string, ticks: number): Promise<void> => {
    logged.logger.logRequestStart('get', path, { 'http.route': '/:x' });
    for (let tick = 0; tick < ticks; tick++) await new Promise(setImmediate);
    logged.logger.logRequestEnd(ticks === 3 ? 503 : 200, 150.5, 1024);
  };
  await Promise.all([serve('/a', 3), serve('/b', 1), serve('/c', 2)]);
  expect(logged.lines.slice(3).map(({ path, status_code, level }) => [path, status_code, level])).toEqual([
    ['/b', 200, 'info'],
    ['/c', 200, 'info'],
    ['/a', 503, 'error'],
  ]);
  const labels = { 'http.request.method': 'GET', 'http.route': '/:x', 'http.response.status_code': '200' };
  expect(metrics.recorded.slice(0, 2)).toEqual([
    ['timing', 'http.server.request.duration', 0.1505, labels],
    ['histogram', 'http.server.response.body.size', 1024, labels],
  ]);
});

test('a request that is given ends anywhere; without one the end is logged all the same', async () => {
  using logged = new Logged();
  const request = await Promise.resolve().then(() => logged.logger.logRequestStart('POST', '/x', { user: 'u' }));
  logged.logger.logRequestEnd(404, 1, 0, request);
  logged.logger.logRequestEnd(200, 1);
  expect(logged.lines.slice(1)).toMatchObject([
    { level: 'warning', method: 'POST', path: '/x', user: 'u', status_code: 404, duration_ms: 1, response_size: 0 },
    { level: 'info', status_code: 200 },
  ]);
  expect(logged.lines[2]).not.toHaveProperty('path');
});

test('logDatabaseQuery shows no literals, unless sanitize is off', () => {
  const metrics = new RecordingMetrics();
  using logged = new Logged({ metrics });
  logged.logger.logDatabaseQuery("SELECT * FROM users WHERE name = 'bob'", 45, 10);
  expect(logged.lines[0]).toMatchObject({ query: 'SELECT * FROM users WHERE name = ?', duration_ms: 45, rows: 10 });
  const labels = { 'db.system.name': 'other_sql', 'db.operation.name': 'SELECT' };
  expect(metrics.recorded).toEqual([
    ['timing', 'db.client.operation.duration', 0.045, labels],
    ['histogram', 'db.client.response.returned_rows', 10, labels],
  ]);
  using open = new Logged({ sanitize: false });
  open.logger.logDatabaseQuery("SELECT 'bob'", 1);
  expect(open.lines[0]).toMatchObject({ query: "SELECT 'bob'" });
});

test('logCacheOperation counts hits and misses', () => {
  const metrics = new RecordingMetrics();
  using logged = new Logged({ metrics });
  logged.logger.logCacheOperation('get', 'user:1', { hit: true, durationMs: 2 });
  logged.logger.logCacheOperation('get', 'user:2', { hit: false });
  logged.logger.logCacheOperation('set', 'user:2');
  expect(logged.lines).toMatchObject([
    { operation: 'get', key: 'user:1', hit: true, duration_ms: 2 },
    { operation: 'get', key: 'user:2', hit: false },
    { operation: 'set', key: 'user:2' },
  ]);
  const labels = { 'cache.operation.name': 'get' };
  expect(metrics.recorded).toEqual([
    ['timing', 'cache.operation.duration', 0.002, labels],
    ['counter', 'cache.hits', 1, labels],
    ['gauge', 'cache.hit_ratio', 1],
    ['counter', 'cache.misses', 1, labels],
    ['gauge', 'cache.hit_ratio', 0.5],
  ]);
});

test('metrics that throw, and a level that leaves the record out', () => {
  const metrics = new RecordingMetrics();
  using logged = new Logged({ metrics, level: 'error' });
  logged.logger.logCacheOperation('get', 'k', { hit: true });
  expect(metrics.recorded).toHaveLength(2);
  metrics.counter = () => {
    throw new Error('no');
  };
  expect(() => logged.logger.logCacheOperation('get', 'k', { hit: true })).not.toThrow();
});
