// Whatever comes: it is left out, or folded, and counted; never thrown.
import { expect, test } from '@jest/globals';
import { MetricsCollector } from '../../../src/library/monitor/metrics-collector.ts';

type Call = (metrics: MetricsCollector) => unknown;

const LEFT_OUT: readonly (readonly [string, Call])[] = [
  ['NaN', (metrics) => metrics.counter('x', Number.NaN)],
  ['Infinity', (metrics) => metrics.gauge('x', Number.POSITIVE_INFINITY)],
  ['a text', (metrics) => metrics.histogram('x', '5' as never)],
  ['a negative counter', (metrics) => metrics.counter('x', -1)],
  ['a negative duration', (metrics) => metrics.timing('x', -1)],
  ['null', (metrics) => metrics.gauge('x', null as never)],
  ['an empty name', (metrics) => metrics.counter('')],
  ['a name that is none', (metrics) => metrics.gauge(undefined as never, 1)],
  [
    'labels that throw',
    (metrics) =>
      metrics.counter('y', 1, {
        get a(): string {
          throw new Error('no');
        },
      }),
  ],
];

test.each(LEFT_OUT)('%s is left out and counted', (_, call) => {
  const metrics = new MetricsCollector();
  expect(() => call(metrics)).not.toThrow();
  expect(metrics.droppedCount).toBe(1);
  expect(metrics.getCounterValue('x') + metrics.getCounterValue('y')).toBe(0);
});

test('the same name as another kind is left out; the first kind stays', () => {
  const metrics = new MetricsCollector();
  metrics.counter('x', 3);
  metrics.gauge('x', 7);
  metrics.histogram('x', 7);
  expect([metrics.getCounterValue('x'), metrics.getGaugeValue('x'), metrics.droppedCount]).toEqual([3, undefined, 2]);
});

test('labels that are none are left out of what is recorded', () => {
  const metrics = new MetricsCollector();
  metrics.counter('x', 1, 'label' as never);
  metrics.counter('x', 1, { gone: undefined } as never);
  metrics.counter('x', 1, null as never);
  expect([metrics.getCounterValue('x', {}), metrics.droppedCount]).toEqual([3, 1]);
});

test('100,000 label sets: one series for those that are too many, and memory stays flat', () => {
  const metrics = new MetricsCollector();
  for (let i = 0; i < 20_000; i++) metrics.counter('users', 1, { user: `u${i}` });
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let i = 20_000; i < 100_000; i++) metrics.counter('users', 1, { user: `u${i}` });
  globalThis.gc?.();
  expect(metrics.getMetric('users')).toHaveLength(2_000);
  expect(metrics.getCounterValue('users')).toBe(100_000);
  expect(metrics.getCounterValue('users', { 'otel.metric.overflow': true })).toBe(98_001);
  expect(metrics.getCounterValue('users', { user: 'u5' })).toBe(1);
  expect(metrics.droppedCount).toBe(98_001);
  // Without --expose-gc what is garbage counts too: 80,000 kept series would be 30 MB and more all the same.
  if (globalThis.gc !== undefined) expect(process.memoryUsage().heapUsed - before).toBeLessThan(2_000_000);
});

test('names and options that cannot be printed or are null do not throw', () => {
  const metrics = new MetricsCollector();
  metrics.counter(Object.create(null) as string, Number.NaN);
  metrics.timer('load', {}, null as never).stop();
  expect([metrics.droppedCount, metrics.getHistogramStats('load')?.count]).toEqual([1, 1]);
});

test('more names than can be told apart are left out', () => {
  const metrics = new MetricsCollector({ maxHistory: 0 });
  for (let i = 0; i < 6_000; i++) metrics.counter(`c${i}`);
  expect([metrics.names.length, metrics.droppedCount]).toEqual([5_000, 1_000]);
});

test('clear() in the middle of a timer', () => {
  const metrics = new MetricsCollector();
  const timer = metrics.timer('t');
  metrics.counter('', 1);
  metrics.clear();
  expect([metrics.names, metrics.droppedCount]).toEqual([[], 0]);
  timer.stop();
  expect(metrics.getHistogramStats('t')?.count).toBe(1);
});
