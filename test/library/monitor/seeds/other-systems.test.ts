// The examples of the call-automation guide (MetricsClient) and of PySocketCommLib (MetricsCollector, PerformanceTracker), translated.
import { expect, test } from '@jest/globals';
import { getMonitor, MetricsCollector, PerformanceTracker } from '../../../../src/public/index.ts';

test('call automation: MetricsClient', () => {
  const metrics = new MetricsCollector();
  metrics.histogram('call_latency_seconds', 1.2, { provider: 'a' });
  metrics.gauge('audio_quality_score', 0.9);
  // `client.counter("errors_total").inc()`
  metrics.counter('errors_total');
  const text = metrics.exportPrometheus();
  expect(text).toContain('call_latency_seconds_bucket{provider="a",le="2.5"} 1');
  expect(text).toContain('\naudio_quality_score 0.9\n');
  expect(text).toContain('\nerrors_total 1\n');
});

test('PySocketCommLib: MetricsCollector, a singleton', async () => {
  const { metrics } = getMonitor();
  expect(getMonitor().metrics).toBe(metrics);
  metrics.counter('http.requests.total');
  metrics.counter('http.requests.total', 5);
  metrics.gauge('memory.usage.bytes', 1073741824);
  metrics.gauge('active.connections', 42);
  metrics.histogram('request.duration.ms', 150.5);
  metrics.histogram('response.size.bytes', 2048);
  await metrics.collectSystemMetrics();
  const summary = metrics.getSummary();
  expect(summary.counters).toEqual({ 'http.requests.total': 6 });
  expect(summary.gauges).toMatchObject({ 'memory.usage.bytes': 1073741824, 'active.connections': 42 });
  expect(summary.histograms['request.duration.ms']).toMatchObject({
    ...{ count: 1, sum: 150.5, min: 150.5, max: 150.5, avg: 150.5 },
  });
  expect(JSON.parse(metrics.exportJson())).toEqual(summary);
  const text = metrics.exportPrometheus();
  expect(text).toContain('# TYPE http_requests_total counter\nhttp_requests_total 6\n');
  expect(text).toContain('request_duration_ms_bucket{le="+Inf"} 1\nrequest_duration_ms_sum 150.5\n');
});

test('PySocketCommLib: PerformanceTracker', async () => {
  const tracker = new PerformanceTracker();
  const processData = tracker.wrap(function processData(data: string) {
    return data.toUpperCase();
  });
  const asyncProcessData = tracker.wrap(async function asyncProcessData(data: string) {
    return data;
  });
  expect(processData('x')).toBe('X');
  expect(await asyncProcessData('y')).toBe('y');
  {
    using _query = tracker.start('database.query');
  }
  await tracker.track('api.call', async () => {});
  for (const name of ['processData', 'asyncProcessData', 'database.query', 'api.call'])
    expect(tracker.getStats(name)).toMatchObject({ count: 1, errors: 0 });
});
