import { expect, test } from '@jest/globals';
import { MetricsCollector } from '../../../src/library/monitor/metrics-collector.ts';
import { PerformanceTracker } from '../../../src/library/monitor/performance-tracker.ts';

const STATS = { avg: expect.any(Number), min: expect.any(Number), max: expect.any(Number) };
const stats = (count: number, errors: number): object => ({
  ...{ count, errors, errorRate: errors / count, ...STATS, p95: expect.any(Number), p99: expect.any(Number) },
});

class OrderError extends Error {}

test('functions: results, errors and their types', async () => {
  const metrics = new MetricsCollector();
  const tracker = new PerformanceTracker({ metrics });
  expect(tracker.getStats('job')).toBeUndefined();
  expect(tracker.track('job', () => 5)).toBe(5);
  expect(await tracker.track('job', async () => 6)).toBe(6);
  const fail = (error: unknown) => (): never => {
    throw error;
  };
  expect(() => tracker.track('job', fail(new OrderError('no')))).toThrow(OrderError);
  await expect(tracker.track('job', () => Promise.reject(new TypeError('no')))).rejects.toThrow(TypeError);
  expect(() => tracker.track('job', fail('text'))).toThrow('text');
  expect(tracker.getStats('job')).toEqual(stats(5, 3));
  for (const type of ['OrderError', 'TypeError', 'string'])
    expect(metrics.getCounterValue('job.errors', { 'error.type': type })).toBe(1);
});

test('an async function is measured until it is settled', async () => {
  const tracker = new PerformanceTracker();
  await tracker.track('wait', () => new Promise((resolve) => setTimeout(resolve, 20)));
  expect(tracker.getStats('wait')?.min).toBeGreaterThan(0.015);
});

test('wrapped functions keep this, arguments, name and length', async () => {
  const tracker = new PerformanceTracker();
  const service = {
    rate: 2,
    total: tracker.wrap(function total(this: { rate: number }, a: number, b: number) {
      return (a + b) * this.rate;
    }),
  };
  expect([service.total(1, 2), service.total.name, service.total.length]).toEqual([6, 'total', 2]);
  const named = tracker.wrap(async (a: number) => a, 'load');
  expect(await named(3)).toBe(3);
  expect([tracker.getStats('total')?.count, tracker.getStats('load')?.count]).toEqual([1, 1]);
});

test('generators are measured from the first value to the end, and go both ways', async () => {
  const tracker = new PerformanceTracker();
  const generate = tracker.wrap(function* generate(first: number): Generator<number, string, number> {
    const second = yield first;
    yield second;
    return 'end';
  });
  const generator = generate(1);
  expect(tracker.getStats('generate')).toBeUndefined();
  expect([generator.next(0), generator.next(7), generator.next(0)]).toEqual([
    { value: 1, done: false },
    { value: 7, done: false },
    { value: 'end', done: true },
  ]);
  const broken = generate(1);
  broken.next(0);
  broken.return('early');
  const stream = tracker.wrap(async function* stream() {
    yield 1;
    throw new OrderError('no');
  });
  await expect(async () => {
    for await (const _ of stream());
  }).rejects.toThrow(OrderError);
  expect(tracker.getStats('generate')).toEqual(stats(2, 0));
  expect(tracker.getStats('stream')).toEqual(stats(1, 1));
});

test('scopes', () => {
  const tracker = new PerformanceTracker();
  {
    using _scope = tracker.start('scope');
  }
  expect(tracker.start('scope').stop()).toBeGreaterThanOrEqual(0);
  expect(tracker.getStats('scope')).toEqual(stats(2, 0));
});

test('method decorators, as a compiler calls them', () => {
  const tracker = new PerformanceTracker();
  const { wrap, track } = tracker;
  const place = function place(this: { id: number }): number {
    return this.id;
  };
  const context = { kind: 'method', name: 'place' };
  const order = { id: 4, a: wrap(place, context), b: track('orders.place')(place, context), c: track(place, context) };
  expect([order.a(), order.b(), order.c()]).toEqual([4, 4, 4]);
  expect([tracker.getStats('place')?.count, tracker.getStats('orders.place')?.count]).toEqual([2, 1]);
});

test('what is wrong in code throws', () => {
  expect(() => new PerformanceTracker({ metrics: {} as never })).toThrow('expected metrics to be an object with');
  expect(() => new PerformanceTracker().wrap(5 as never)).toThrow('expected fn of wrap() to be a function, got number');
});
