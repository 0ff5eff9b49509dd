import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Backoff } from '../../../src/pipeline/delivery/backoff.ts';

let now = 1_000;
const create = (): Backoff => new Backoff(() => now);
beforeEach(() => {
  now = 1_000;
  // The middle of the jitter.
  jest.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => void jest.restoreAllMocks());

/** An export that starts now and fails. */
function fail(backoff: Backoff, requestedMillis?: number): number {
  backoff.failed(now, requestedMillis);
  return backoff.pauseMillis;
}

describe('Backoff', () => {
  test('pauses grow from 1 s by half to 5 s at most, and begin anew after a success', () => {
    const backoff = create();
    const pauses = Array.from({ length: 7 }, () => {
      const pause = fail(backoff);
      now += pause;
      return pause;
    });
    expect(pauses).toEqual([1_000, 1_500, 2_250, 3_375, 5_000, 5_000, 5_000]);
    expect(backoff.isDown).toBe(true);
    backoff.succeeded();
    expect([backoff.isDown, backoff.pauseMillis, fail(backoff)]).toEqual([false, 0, 1_000]);
  });

  test.each([
    [0, 800],
    [1, 1_200],
  ])('a pause is jittered by a fifth: random %d makes it %d ms', (random, pause) => {
    jest.spyOn(Math, 'random').mockReturnValue(random);
    expect(fail(create())).toBeCloseTo(pause);
  });

  test('those that were under way together are one failure', () => {
    const backoff = create();
    const startedAt = now;
    for (let batch = 0; batch < 8; batch++) {
      now += 1;
      backoff.failed(startedAt);
    }
    now += 1_000;
    expect([backoff.pauseMillis, fail(backoff)]).toEqual([0, 1_500]);
  });

  test.each([
    [3_000, 3_000],
    [10, 1_000],
    [300_001, 300_000],
    [Number.MAX_SAFE_INTEGER, 300_000],
  ])('the destination asks for %d ms: %d', (requested, pause) => {
    expect(fail(create(), requested)).toBe(pause);
  });

  test('nobody goes past what the destination asks for, not even after the success of another export', () => {
    const backoff = create();
    fail(backoff, 4_000);
    backoff.endPause();
    expect(backoff.pauseMillis).toBe(4_000);
    backoff.succeeded();
    expect(backoff.pauseMillis).toBe(4_000);
  });

  test('whoever waits goes past our own pause', () => {
    const backoff = create();
    fail(backoff);
    backoff.endPause();
    expect(backoff.pauseMillis).toBe(0);
  });
});
