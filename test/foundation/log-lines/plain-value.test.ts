import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PlainCopier, textOfValue, toPlain } from '../../../src/foundation/log-lines/plain-value.ts';
import { HOSTILE_VALUES, hostileValue } from '../../program/hostile-values.ts';

class Money {
  readonly cents = 5n;
  toJSON(): unknown {
    return { euros: 0.05 };
  }
}

describe('toPlain', () => {
  test.each<[string, unknown, unknown]>([
    ['a Date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['an invalid Date', new Date(Number.NaN), 'Invalid Date'],
    ['a URL', new URL('http://h/'), 'http://h/'],
    ['a BigInt', 5n, '5'],
    [
      'a Map',
      new Map<unknown, unknown>([
        ['a', 1],
        [2, new Set([1n])],
        [{}, 0],
      ]),
      { a: 1, 2: ['1'], '[Object]': 0 },
    ],
    ['a Set', new Set(['a', new Date(0)]), ['a', '1970-01-01T00:00:00.000Z']],
    ['an instance with toJSON', new Money(), { euros: 0.05 }],
    ['a Buffer', Buffer.alloc(1_000_000), '[Buffer: 1000000 bytes]'],
    ['a typed array', new Float64Array(2), '[Float64Array: 16 bytes]'],
    ['an ArrayBuffer', new ArrayBuffer(3), '[ArrayBuffer: 3 bytes]'],
    ['a RegExp', /x/g, '/x/g'],
    ['a boxed text', new String('boxed'), 'boxed'],
    ['a Symbol', Symbol('s'), 'Symbol(s)'],
    ['numbers JSON has no word for', [Number.NaN, Number.POSITIVE_INFINITY, undefined], ['NaN', 'Infinity', null]],
    [
      'nested Dates beside other values',
      { d: new Date(0), k: 1, u: undefined },
      { d: '1970-01-01T00:00:00.000Z', k: 1 },
    ],
  ])('copies %s', (_, value, plain) => {
    expect(toPlain(value)).toEqual(plain);
  });

  test('copies an own __proto__ as a property', () => {
    const copy = toPlain(JSON.parse('{"__proto__":{"a":1}}')) as object;
    expect(Object.keys(copy)).toEqual(['__proto__']);
    expect((copy as { a?: unknown }).a).toBeUndefined();
  });

  test.each(Object.keys(HOSTILE_VALUES))('never throws and stays small: %s', (name) => {
    expect(JSON.stringify(toPlain(HOSTILE_VALUES[name]?.())).length).toBeLessThan(600_000);
    expect(typeof textOfValue(HOSTILE_VALUES[name]?.())).toBe('string');
  });

  test('returns what JSON can express, whatever it is given', () => {
    fc.assert(
      fc.property(hostileValue, (value) => {
        const copy = toPlain(value());
        expect(JSON.parse(JSON.stringify(copy))).toEqual(copy);
      }),
      { numRuns: 200 },
    );
  });
});

describe('PlainCopier', () => {
  test('holds its size limits for all copies together', () => {
    const copier = new PlainCopier();
    const half = 'x'.repeat(200_000);
    expect(copier.copy(half)).toBe(half);
    expect(copier.copy(half)).toBe(`${'x'.repeat(62_144)}[Truncated]`);
    expect(copier.copy('y')).toBe('[Truncated]');
    expect(copier.copy(Array.from({ length: 20_000 }, () => 1))).toHaveLength(9_996);
    expect(copier.copy(1)).toBe('[Truncated]');
  });
});
