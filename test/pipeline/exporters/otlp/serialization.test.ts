import { describe, expect, test } from '@jest/globals';
import { isSerializableSpan } from '../../../../src/pipeline/exporters/otlp/serialization.ts';

const SOUND = {
  name: 'span',
  startTime: [1, 2],
  endTime: [3, 4],
  status: { code: 0 },
  attributes: { text: 'a', list: [1, 2], map: { of: { maps: true } }, bytes: new Uint8Array(3), none: undefined },
  events: [{ name: 'event', time: [1, 2], attributes: {} }],
  links: [{ attributes: {} }],
};
const sound = (change: object): boolean => isSerializableSpan({ ...SOUND, ...change } as never);
const cyclic: Record<string, unknown> = {};
cyclic['self'] = { cyclic };
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

describe('isSerializableSpan', () => {
  test('accepts a usual span', () => {
    expect(sound({})).toBe(true);
  });

  test.each(
    [
      { name: 7 },
      { startTime: [Number.NaN, 0] },
      { endTime: undefined },
      { status: { code: 'bad' } },
      { status: { code: 2, message: {} } },
      { attributes: { cyclic } },
      { attributes: { deep: nested(40) } },
      { attributes: { wide: Array(60_000).fill(1) } },
      { events: [{ name: Symbol('event'), time: [1, 2] }] },
      { events: [{ name: 'event', time: [-1, 2] }] },
      { links: [{ attributes: { cyclic } }] },
    ].map((change) => [Object.keys(change)[0], change] as const),
  )('no destination can read: %s', (_, change) => {
    expect(sound(change)).toBe(false);
  });

  test('accepts 20 levels', () => {
    expect(sound({ attributes: { deep: nested(20) } })).toBe(true);
  });
});
