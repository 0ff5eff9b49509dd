import { afterEach, expect, test } from '@jest/globals';
import { metrics as api } from '@opentelemetry/api';
import { MetricsCollector } from '../../../src/library/monitor/metrics-collector.ts';
import { RecordedMetrics } from './recorded-metrics.ts';

afterEach(() => api.disable());

test('counters add up by label set, in any order of the labels, and in all', () => {
  const metrics = new MetricsCollector();
  metrics.counter('http.requests', 1, { method: 'GET', status: 200 });
  metrics.counter('http.requests', 2, { status: '200', method: 'GET' });
  metrics.counter('http.requests', 4, { method: 'POST', status: '201' });
  metrics.counter('http.requests');
  expect(metrics.getCounterValue('http.requests', { method: 'GET', status: '200' })).toBe(3);
  expect(metrics.getCounterValue('http.requests', { method: 'PUT' })).toBe(0);
  expect(metrics.getCounterValue('http.requests', {})).toBe(1);
  expect(metrics.getCounterValue('http.requests')).toBe(8);
  expect(metrics.getCounterValue('never')).toBe(0);
  expect(metrics.getMetric('http.requests')).toHaveLength(3);
});

test('labels that are changed afterwards change nothing', () => {
  const metrics = new MetricsCollector();
  const labels = { a: '1' };
  metrics.counter('c', 1, labels);
  labels.a = '2';
  metrics.counter('c', 5, labels);
  expect(metrics.getCounterValue('c', { a: '1' })).toBe(1);
  expect(metrics.getCounterValue('c', { a: '2' })).toBe(5);
  expect(metrics.getMetric('c').map((metric) => metric.labels)).toEqual([{ a: '1' }, { a: '2' }]);
});

test('gauges: without labels the plain series, else the one that was set last', () => {
  const metrics = new MetricsCollector();
  expect(metrics.getGaugeValue('g')).toBeUndefined();
  metrics.gauge('g', 1, { host: 'a' });
  metrics.gauge('g', 2, { host: 'b' });
  metrics.gauge('g', -3, { host: 'a' });
  expect([metrics.getGaugeValue('g'), metrics.getGaugeValue('g', { host: 'b' })]).toEqual([-3, 2]);
  metrics.gauge('g', 7);
  metrics.gauge('g', 8, { host: 'a' });
  expect(metrics.getGaugeValue('g')).toBe(7);
});

test('a metric as a document, with description and history', () => {
  const metrics = new MetricsCollector({ maxHistory: 2 });
  for (const value of [1, 2, 3]) metrics.counter('c', value, { k: 'v' }, 'Things');
  const [metric] = metrics.getMetric('c');
  expect(metric).toMatchObject({ name: 'c', type: 'counter', value: 6, labels: { k: 'v' }, description: 'Things' });
  expect(metric?.timestamp).toBeInstanceOf(Date);
  expect(JSON.parse(JSON.stringify(metric))).toEqual({
    name: 'c',
    type: 'counter',
    value: 6,
    labels: { k: 'v' },
    timestamp: metric?.timestamp.toISOString(),
    description: 'Things',
  });
  expect(metrics.getHistory('c').map(({ value, labels }) => [value, labels])).toEqual([
    [2, { k: 'v' }],
    [3, { k: 'v' }],
  ]);
});

test('timers measure in seconds or milliseconds, once, also as scopes; time() passes on results and errors', async () => {
  const metrics = new MetricsCollector();
  const timer = metrics.timer('t', { a: 1 });
  const seconds = timer.stop();
  expect(timer.stop()).toBe(seconds);
  expect(metrics.getHistogramStats('t')).toMatchObject({ count: 1, sum: seconds });
  {
    using outer = metrics.timer('outer', {}, { unit: 'ms', description: 'Outer' });
    using _inner = metrics.timer('inner');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(outer.stop()).toBeGreaterThan(4);
  }
  expect(metrics.getHistogramStats('outer')?.min).toBeGreaterThan(4);
  expect(metrics.getHistogramStats('inner')?.min).toBeLessThan(4);
  expect(metrics.time('sync', () => 5)).toBe(5);
  expect(await metrics.time('async', async () => 6)).toBe(6);
  await expect(metrics.time('async', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(metrics.getHistogramStats('async')?.count).toBe(2);
  metrics.timing('outer', 2);
  expect(metrics.getHistogramStats('outer')?.max).toBe(2_000);
  expect(metrics.droppedCount).toBe(1);
});

test('the summary, and as JSON', () => {
  const metrics = new MetricsCollector();
  metrics.counter('c', 2, { a: 1 });
  metrics.gauge('__proto__', 4);
  for (const value of [1, 2, 3, 4]) metrics.histogram('h', value, { even: value % 2 === 0 });
  const stats = { count: 4, sum: 10, min: 1, max: 4, avg: 2.5, mean: 2.5, median: 2.5, p50: 2, p90: 4, p95: 4, p99: 4 };
  expect(JSON.parse(metrics.exportJson())).toEqual(
    JSON.parse(`{"counters":{"c":2},"gauges":{"__proto__":4},"histograms":{"h":${JSON.stringify(stats)}}}`),
  );
  expect(metrics.getSummary().counters).toEqual({ c: 2 });
  expect(Object.keys(metrics.getAllMetrics())).toEqual(['c', '__proto__', 'h']);
});

test('every value goes to the meter as well, also of a provider that comes later', async () => {
  const metrics = new MetricsCollector();
  metrics.counter('early', 1);
  const recorded = new RecordedMetrics();
  api.setGlobalMeterProvider(recorded.provider);
  metrics.counter('early', 2, { b: 1, a: 'x' });
  metrics.gauge('load', 0.5);
  metrics.timing('job', 0.03);
  metrics.counter('ünusual name!', 3);
  expect(await recorded.points('early')).toEqual([[{ a: 'x', b: '1' }, 2]]);
  expect(await recorded.points('load')).toEqual([[{}, 0.5]]);
  expect(await recorded.points('m_nusual_name_')).toEqual([[{}, 3]]);
  expect(await recorded.points('job')).toMatchObject([
    [{}, { count: 1, sum: 0.03, buckets: { counts: expect.any(Array) } }],
  ]);
  const job = (await recorded.collect()).find(({ descriptor }) => descriptor.name === 'job');
  expect(job?.descriptor).toMatchObject({ unit: 's', type: 'HISTOGRAM' });
});

test('a meter that is given is the one that is used', async () => {
  const recorded = new RecordedMetrics();
  const metrics = new MetricsCollector({ meter: recorded.provider.getMeter('mine') });
  metrics.histogram('h', 12);
  expect(await recorded.points('h')).toMatchObject([[{}, { count: 1, sum: 12 }]]);
});

test.each([
  [{ maxHistory: -1 }, 'expected maxHistory to be a whole number from 0, got -1'],
  [{ maxSeries: 0 }, 'expected maxSeries to be a whole number from 1, got 0'],
  [{ meter: {} }, 'expected meter to be an object with the methods createCounter'],
  [{ other: 1 }, 'expected an option among meter, maxHistory, maxSeries, got "other"'],
  [null, 'expected options to be an object, got null'],
])('options that are wrong throw: %j', (options, message) => {
  expect(() => new MetricsCollector(options as never)).toThrow(message);
});
