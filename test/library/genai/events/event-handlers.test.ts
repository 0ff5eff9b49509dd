import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  batch,
  combine,
  debounce,
  exclude,
  filter,
  type StreamEvent,
  StreamEventType,
  sample,
  tap,
} from '../../../../src/public/genai.ts';
import { recordDiagnostics } from '../../../foundation/diagnostics/recorded-diagnostics.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const event = (type: string, ts = 0): StreamEvent => ({ type, ts, streamId: 's' });
const numbered = (count: number): StreamEvent[] => Array.from({ length: count }, (_, index) => event('TOKEN', index));

/** A handler that keeps what it gets. */
function keeper() {
  const kept: (string | number)[] = [];
  return { kept, types: ({ type }: StreamEvent) => kept.push(type), times: ({ ts }: StreamEvent) => kept.push(ts) };
}

describe('event handlers', () => {
  test('combine gives every handler every event and logs one line per type of failure', async () => {
    const said = recordDiagnostics();
    const { kept, types } = keeper();
    const throwing = () => {
      throw new Error('no');
    };
    const handle = combine(
      throwing,
      types,
      async () => throwing(),
      null,
      undefined,
      types,
      () => Promise.reject(undefined),
    );
    expect(handle(event('A'))).toBeUndefined();
    handle(event('B'));
    await Promise.resolve();
    expect(kept).toEqual(['A', 'A', 'B', 'B']);
    // Once for each type of what was thrown, whatever the number of events.
    const message = (got: string) =>
      `combine: expected a handler of stream events not to fail, got ${got}; the others continue, and such failures are not logged again`;
    expect(said.errors).toEqual([message('no'), message('undefined')]);
    expect(() => combine()(event('A'))).not.toThrow();
  });

  test('filter and exclude select by type', () => {
    const [wanted, others] = [keeper(), keeper()];
    const types = [StreamEventType.ERROR, 'MY_OWN'];
    const handle = combine(filter(types, wanted.types), exclude(types, others.types));
    for (const type of ['ERROR', 'TOKEN', 'MY_OWN', 'constructor']) handle(event(type));
    expect([wanted.kept, others.kept]).toEqual([
      ['ERROR', 'MY_OWN'],
      ['TOKEN', 'constructor'],
    ]);
  });

  test('sample passes on a random share', () => {
    const { kept, times } = keeper();
    const chances = [0.1, 0.29, 0.3, 0.9];
    jest.spyOn(Math, 'random').mockImplementation(() => chances.shift() ?? 1);
    for (const token of numbered(4)) sample(0.3, times)(token);
    expect(kept).toEqual([0, 1]);
    for (const token of numbered(100))
      combine(
        sample(0, times),
        sample(1, () => 1),
      )(token);
    expect(kept).toEqual([0, 1]);
  });

  test('tap returns the event itself', () => {
    const { kept, types } = keeper();
    const given = event('TOKEN');
    expect(tap(types)(given)).toBe(given);
    expect(
      tap(() => {
        throw new Error('no');
      })(given),
    ).toBe(given);
    expect(kept).toEqual(['TOKEN']);
  });

  test('debounce passes on the first event at once and the last one after each interval', () => {
    const { kept, times } = keeper();
    const handle = debounce(0.1, times);
    for (const token of numbered(3)) handle(token);
    expect(kept).toEqual([0]);
    jest.advanceTimersByTime(99);
    expect(kept).toEqual([0]);
    jest.advanceTimersByTime(1);
    expect(kept).toEqual([0, 2]);
    // The trailing event begins a time of its own.
    handle(event('TOKEN', 3));
    expect(kept).toEqual([0, 2]);
    jest.advanceTimersByTime(100);
    expect(kept).toEqual([0, 2, 3]);
    jest.advanceTimersByTime(1_000);
    handle(event('TOKEN', 4));
    expect(kept).toEqual([0, 2, 3, 4]);
    jest.advanceTimersByTime(1_000);
    expect([kept.length, jest.getTimerCount()]).toEqual([4, 0]);
  });

  test('debounce of 0 seconds passes on everything; flush and dispose do not wait', async () => {
    const { kept, times } = keeper();
    for (const token of numbered(2)) debounce(0, times)(token);
    expect(kept).toEqual([0, 1]);
    {
      using handle = debounce(60, times);
      for (const token of numbered(5)) handle(token);
      await handle.flush();
      expect(kept).toEqual([0, 1, 0, 4]);
      handle(event('TOKEN', 9));
    }
    expect(kept).toEqual([0, 1, 0, 4, 9]);
  });

  test('batch passes on full batches at once and others after the maximum wait', () => {
    const batches: number[][] = [];
    const handler = (events: StreamEvent[]) => batches.push(events.map(({ ts }) => ts));
    const handle = batch({ size: 3, maxWaitSeconds: 1, handler });
    for (const token of numbered(4)) handle(token);
    expect(batches).toEqual([[0, 1, 2]]);
    jest.advanceTimersByTime(600);
    handle(event('TOKEN', 4));
    jest.advanceTimersByTime(399);
    expect(batches).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(batches).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
    expect(jest.getTimerCount()).toBe(0);
    for (const token of numbered(6)) handle(token);
    expect(batches.slice(2)).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('batch waits for the handler in flush, logs its failure once and flushes on dispose', async () => {
    const said = recordDiagnostics();
    const batches: number[] = [];
    const handler = async (events: StreamEvent[]) => {
      await Promise.resolve();
      batches.push(events.length);
      throw new Error('no');
    };
    {
      await using handle = batch({ size: 10, maxWaitSeconds: 60, handler });
      for (const token of numbered(4)) handle(token);
      await handle.flush();
      await handle.flush();
      expect(batches).toEqual([4]);
      handle(event('TOKEN'));
    }
    expect([batches, said.errors.length, jest.getTimerCount()]).toEqual([[4, 1], 1, 0]);
  });

  test('handlers may call themselves', () => {
    const batches: number[] = [];
    const handle = batch({
      size: 2,
      maxWaitSeconds: 1,
      handler(events) {
        batches.push(events.length);
        if (batches.length < 3) for (const again of events) handle(again);
      },
    });
    for (const token of numbered(2)) handle(token);
    expect(batches).toEqual([2, 2, 2]);
  });

  const none = undefined as never;
  test.each([
    [() => combine(1 as never), 'combine: expected handler to be a function, got 1'],
    [() => filter('TOKEN' as never, () => 1), 'filter: expected types to be a list of event types, got "TOKEN"'],
    [() => exclude([1] as never, () => 1), 'exclude: expected types to be a list of event types, got an array'],
    [() => filter([], none), 'filter: expected handler to be a function, got undefined'],
    [() => sample(2, () => 1), 'sample: expected rate to be a number from 0 to 1, got 2'],
    [() => tap(none), 'tap: expected handler to be a function, got undefined'],
    [() => debounce(-1, () => 1), 'debounce: expected seconds to be a number of seconds from 0 to 2147483, got -1'],
    [() => batch(none), 'batch: expected options to be an object, got undefined'],
    [
      () => batch({ size: 1 } as never),
      'batch: expected maxWaitSeconds to be a number of seconds from 0 to 2147483, got undefined',
    ],
    [
      () => batch({ size: 0, maxWaitSeconds: 1, handler: () => 1 }),
      'batch: expected size to be a whole number from 1, got 0',
    ],
  ])('what cannot be meant is refused: %#', (make, message) => {
    expect(make).toThrow(new TypeError(message));
  });
});
