import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFields } from '../../../src/foundation/log-lines/log-fields.ts';
import { hostileValue } from '../../program/hostile-values.ts';

const fieldsOf = (...bags: readonly unknown[]): Record<string, unknown> => Object.fromEntries(readFields(...bags));

describe('readFields', () => {
  test('merges bags, later ones winning over earlier ones', () => {
    expect(fieldsOf({ a: 1, b: 1 }, undefined, null, { b: 2, c: undefined })).toEqual({ a: 1, b: 2 });
    expect(fieldsOf(new Map([['a', 1]]))).toEqual({ a: 1 });
  });

  test.each<[string, unknown]>([
    ['a text', 'x'.repeat(5_000_000)],
    ['a Buffer', Buffer.alloc(1_000_000)],
    ['a list', ['a', 'b']],
    ['a Set', new Set(['a'])],
    ['a Date', new Date(0)],
    ['a number', 5],
  ])('reads %s as one field', (_, bag) => {
    expect([...readFields(bag)]).toEqual([['fields', bag]]);
  });

  test('describes an error as exception.*, by itself or under a usual key', () => {
    const error = new RangeError('no');
    const described = {
      'exception.type': 'RangeError',
      'exception.message': 'no',
      'exception.stacktrace': error.stack,
    };
    expect(fieldsOf(error)).toEqual(described);
    expect(fieldsOf({ a: 1, err: error })).toEqual({ a: 1, ...described });
    expect(fieldsOf({ cause: error })).toEqual({ cause: error });
  });

  test('does not take fields for an error because of their names', () => {
    const fields = { name: 'Bob', code: 200, message: 'm', stack: 'mean', error: 'none' };
    expect(fieldsOf(fields)).toEqual(fields);
  });

  test('reads at most 1,000 fields of a bag and marks the record', () => {
    const many = Object.fromEntries(Array.from({ length: 300_000 }, (_, index) => [`key${index}`, index]));
    for (const bag of [many, new Map(Object.entries(many))]) {
      const fields = readFields(bag, { last: 1 });
      expect(fields.size).toBe(1_002);
      expect([fields.get('key999'), fields.get('key1000')]).toEqual([999, undefined]);
      expect([fields.get('otelier.truncated'), fields.get('last')]).toEqual([true, 1]);
    }
  });

  test('never throws', () => {
    fc.assert(
      fc.property(hostileValue, hostileValue, (first, second) => {
        expect(readFields(first(), { error: second(), a: second() }).size).toBeLessThan(1_010);
      }),
      { numRuns: 200 },
    );
  });
});
