import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MetricsCollector } from '../../../../src/library/monitor/metrics-collector.ts';

const SHARES = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 };

/** Nearest rank. */
function exact(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(1, Math.ceil(share * sorted.length - 1e-6)) - 1] as number;
}

function recorded(values: readonly number[]) {
  const metrics = new MetricsCollector({ maxHistory: 0 });
  for (const [i, value] of values.entries()) metrics.histogram('h', value, { part: i % 3 });
  const stats = metrics.getHistogramStats('h');
  if (stats === undefined) throw new Error('expected statistics');
  return stats;
}

/** So many numbers that look random, the same ones each time. */
function numbers(count: number, of: (random: number) => number): number[] {
  let seed = 42;
  return Array.from({ length: count }, () => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return of((seed + 1) / (2 ** 32 + 1));
  });
}

const DISTRIBUTIONS: Readonly<Record<string, (random: number) => number>> = {
  even: (random) => random * 1_000,
  'of 25 orders of magnitude': (random) => Math.exp((random - 0.5) * 58),
  'with a long tail': (random) => 1 / random ** 2,
  negative: (random) => -Math.exp(random * 10),
  'around zero': (random) => (random - 0.5) ** 3,
  'zeros and ones': (random) => Math.round(random),
};
const COUNTS = [1, 2, 10, 512, 1_537, 50_000];

test.each(Object.entries(DISTRIBUTIONS))('values that are %s: percentiles to within 1 %%', (name, of) => {
  // One of them with all the values that are promised: it takes seconds.
  for (const count of name === 'with a long tail' ? [...COUNTS, 1_000_000] : COUNTS) {
    const values = numbers(count, of);
    const stats = recorded(values);
    for (const [key, share] of Object.entries(SHARES)) {
      const expected = exact(values, share);
      const error = Math.abs(stats[key as keyof typeof SHARES] - expected);
      expect(error).toBeLessThanOrEqual(Math.abs(expected) * 0.01);
    }
    expect([stats.count, stats.min, stats.max]).toEqual([count, exact(values, 0), exact(values, 1)]);
  }
});

test('up to 512 values in a series are exact, whatever they are', () => {
  const value = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 200 }), (values) => {
      const stats = recorded(values);
      for (const [key, share] of Object.entries(SHARES))
        expect(stats[key as keyof typeof SHARES]).toBe(exact(values, share));
    }),
  );
});

test("the documents' example", () => {
  expect(recorded([10, 15, 20, 25, 30])).toEqual({
    ...{ count: 5, sum: 100, min: 10, max: 30, avg: 20, mean: 20, median: 20 },
    ...{ p50: 20, p90: 30, p95: 30, p99: 30 },
  });
});

test('label sets apart and together; what has no values has no statistics', () => {
  const metrics = new MetricsCollector();
  for (let i = 1; i <= 1_000; i++) metrics.histogram('h', i, { half: i <= 500 ? 'lower' : 'upper' });
  expect(metrics.getHistogramStats('h', { half: 'lower' })).toMatchObject({ count: 500, max: 500, p90: 450 });
  expect(metrics.getHistogramStats('h')).toMatchObject({ count: 1_000, min: 1, max: 1_000, p95: 950 });
  expect(metrics.getHistogramStats('h', { half: 'none' })).toBeUndefined();
  metrics.counter('c');
  expect(metrics.getHistogramStats('c')).toBeUndefined();
});
