import { describe, expect, test } from '@jest/globals';
import { WaitingItems } from '../../../src/pipeline/delivery/waiting-items.ts';

const create = (maxItems = 5, maxBytes = 1_000): WaitingItems<number> =>
  new WaitingItems({ maxItems, maxBytes, sizeOf: (item) => item });

/** Adds 1, 2, 3 …; answers which had room. */
const add = (waiting: WaitingItems<number>, count: number): boolean[] =>
  Array.from({ length: count }, (_, index) => waiting.add(index + 1));

describe('WaitingItems', () => {
  test('what is taken keeps its room until it is settled', () => {
    const waiting = create();
    add(waiting, 5);
    const batch = waiting.take(3);
    expect([waiting.length, waiting.size, waiting.add(6)]).toEqual([2, 5, false]);
    waiting.settle(batch);
    expect([waiting.size, ...add(waiting, 4)]).toEqual([2, true, true, true, false]);
  });

  test('what is put back is the next, in its order', () => {
    const waiting = create();
    add(waiting, 5);
    const batches = [waiting.take(2), waiting.take(2)] as const;
    waiting.putBack(batches[1]);
    waiting.putBack(batches[0]);
    expect([waiting.size, waiting.take(9).items]).toEqual([5, [1, 2, 3, 4, 5]]);
  });

  test('bytes are bounded, too, and come free again', () => {
    const waiting = create(100, 10);
    expect(add(waiting, 5)).toEqual([true, true, true, true, false]);
    const batch = waiting.take(2);
    waiting.putBack(batch);
    expect(waiting.add(1)).toBe(false);
    waiting.settle(waiting.take(2));
    expect([waiting.add(3), waiting.add(1)]).toEqual([true, false]);
  });
});
