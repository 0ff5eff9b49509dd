import { describe, expect, test } from '@jest/globals';
import type { ExponentialHistogramPoint } from '../../../src/tools/receiver/telemetry/telemetry-metric.ts';
import { estimateQuantile } from '../../../src/tools/viewer/quantile.ts';
import { histogramPoint } from './metric-sketch.ts';

const exponential = (point: Partial<ExponentialHistogramPoint>): ExponentialHistogramPoint => ({
  attributes: {},
  startTimeUnixNano: 0n,
  timeUnixNano: 0n,
  flags: 0,
  count: 1,
  scale: 0,
  zeroCount: 0,
  zeroThreshold: 0,
  positive: { offset: 0, bucketCounts: [] },
  negative: { offset: 0, bucketCounts: [] },
  exemplars: [],
  ...point,
});

describe('estimateQuantile', () => {
  test('gives the exact percentiles of values that are evenly spread over the buckets', () => {
    const values = Array.from({ length: 1000 }, (_, index) => (index + 1) / 1000);
    const point = histogramPoint(values, {});
    expect(estimateQuantile(point, 0.5)).toBeCloseTo(0.5, 2);
    expect(estimateQuantile(point, 0.95)).toBeCloseTo(0.95, 2);
    expect(estimateQuantile(point, 0)).toBeCloseTo(0.001, 2);
    expect(estimateQuantile(point, 1)).toBe(1);
  });

  test('stays within the range of the values', () => {
    const point = histogramPoint([7], {});
    expect([0, 0.5, 1].map((quantile) => estimateQuantile(point, quantile))).toEqual([7, 7, 7]);
  });

  test('uses the lower bound of the open last bucket without min and max', () => {
    const { min: _min, max: _max, ...point } = histogramPoint([100, 200], {});
    expect(estimateQuantile(point, 0.5)).toBe(2.5);
  });

  test('is undefined without values', () => {
    expect(estimateQuantile({ ...histogramPoint([1], {}), bucketCounts: [], count: 0 }, 0.5)).toBeUndefined();
    expect(estimateQuantile(exponential({}), 0.5)).toBeUndefined();
  });

  test.each([
    ['powers of two', { positive: { offset: 0, bucketCounts: [0, 4] } }, 0.5, 3],
    ['scale 1: base is the root of 2', { scale: 1, positive: { offset: 2, bucketCounts: [2] } }, 1, 2 ** 1.5],
    ['scale -1: base is 4', { scale: -1, positive: { offset: 1, bucketCounts: [2] } }, 0.5, 10],
    [
      'negative values come first',
      { negative: { offset: 1, bucketCounts: [1] }, positive: { offset: 1, bucketCounts: [1] } },
      0.25,
      -3,
    ],
    ['zeros', { zeroCount: 9, positive: { offset: 0, bucketCounts: [1] } }, 0.5, 0],
  ])('reads exponential buckets: %s', (_what, point, quantile, expected) => {
    expect(estimateQuantile(exponential(point), quantile)).toBeCloseTo(expected, 10);
  });
});
