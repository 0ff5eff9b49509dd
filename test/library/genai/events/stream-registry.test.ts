import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { StreamRegistry } from '../../../../src/library/genai/events/stream-registry.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function registryOf(options: { readonly maxStreams?: number; readonly silenceMillis?: number } = {}) {
  const abandoned: string[] = [];
  const registry = new StreamRegistry<string, string>({
    maxStreams: 3,
    silenceMillis: 1_000,
    ...options,
    onAbandoned: (stream) => {
      abandoned.push(stream);
      return `trace of ${stream}`;
    },
  });
  return { registry, abandoned };
}

describe('StreamRegistry', () => {
  test('abandons a stream after a silence, by its own timer', () => {
    const { registry, abandoned } = registryOf();
    registry.open('a', 'A');
    jest.advanceTimersByTime(999);
    expect([abandoned, registry.size]).toEqual([[], 1]);
    jest.advanceTimersByTime(2);
    expect([abandoned, registry.size]).toEqual([['A'], 0]);
    expect(registry.ended('a')).toBe('trace of A');
    expect(jest.getTimerCount()).toBe(0);
  });

  test('measures silence from the last event, and abandons the others', () => {
    const { registry, abandoned } = registryOf();
    registry.open('a', 'A');
    registry.open('b', 'B');
    jest.advanceTimersByTime(600);
    expect(registry.touch('a')).toBe('A');
    jest.advanceTimersByTime(600);
    expect(abandoned).toEqual(['B']);
    expect(registry.all()).toEqual(['A']);
  });

  test('abandons no stream when the clock of the system changes', () => {
    const { registry, abandoned } = registryOf();
    registry.open('a', 'A');
    jest.setSystemTime(Date.now() + 86_400_000);
    registry.expire();
    jest.advanceTimersByTime(500);
    expect(abandoned).toEqual([]);
  });

  test('abandons the longest silent stream when too many are open', () => {
    const { registry, abandoned } = registryOf({ maxStreams: 2 });
    registry.open('a', 'A');
    registry.open('b', 'B');
    registry.touch('a');
    registry.open('c', 'C');
    expect(abandoned).toEqual(['B']);
  });

  test('forgets the oldest of 5,000 ended streams', () => {
    const { registry } = registryOf();
    for (let i = 0; i <= 5_000; i++) {
      registry.open(`s${i}`, 'S');
      registry.end(`s${i}`, `trace ${i}`);
    }
    expect([registry.ended('s0'), registry.ended('s1'), registry.ended('s5000')]).toEqual([
      undefined,
      'trace 1',
      'trace 5000',
    ]);
  });

  test('opens an ended stream again', () => {
    const { registry } = registryOf();
    registry.open('a', 'first');
    registry.end('a', 'trace');
    registry.open('a', 'second');
    expect([registry.get('a'), registry.ended('a')]).toEqual(['second', undefined]);
  });

  test('waits for a silence that is longer than any timer', () => {
    const { registry, abandoned } = registryOf({ silenceMillis: Number.POSITIVE_INFINITY });
    registry.open('a', 'A');
    jest.advanceTimersByTime(10);
    expect([abandoned, jest.getTimerCount()]).toEqual([[], 1]);
  });

  test('has no timer after abandonAll and clear', () => {
    const { registry, abandoned } = registryOf();
    registry.open('a', 'A');
    registry.abandonAll();
    registry.open('b', 'B');
    registry.clear();
    expect([abandoned, registry.size, jest.getTimerCount()]).toEqual([['A'], 0, 0]);
  });
});
