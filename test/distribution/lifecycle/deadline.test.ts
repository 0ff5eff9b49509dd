import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { settlesWithin } from '../../../src/distribution/lifecycle/lifecycle.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const elapsed = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

describe('settlesWithin', () => {
  test.each([
    ['resolved', () => Promise.resolve(), 100, true, 0],
    ['rejected', () => Promise.reject(new Error('x')), 100, true, 0],
    ['resolved, no time at all', () => Promise.resolve(), 0, true, 0],
    ['in time', () => elapsed(99), 100, true, 99],
    ['rejected in time', () => elapsed(99).then(() => Promise.reject(new Error('x'))), 100, true, 99],
    ['too late', () => elapsed(101), 100, false, 100],
    ['never', () => new Promise(() => {}), 100, false, 100],
  ])('%s', async (_, start, timeoutMillis, settled, millis) => {
    const before = performance.now();
    const answer = settlesWithin(start(), timeoutMillis).then((value) => [value, performance.now() - before]);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await answer).toEqual([settled, millis]);
  });

  test('no timer is left once the promise settled', async () => {
    await settlesWithin(Promise.resolve(), 1_000);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('a rejection after the time was up is nobody’s unhandled rejection', async () => {
    const { promise, reject } = Promise.withResolvers<void>();
    const answer = settlesWithin(promise, 10);
    await jest.advanceTimersByTimeAsync(10);
    expect(await answer).toBe(false);
    reject(new Error('late'));
    await jest.advanceTimersByTimeAsync(10);
  });
});
