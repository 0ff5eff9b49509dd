import { describe, expect, test } from '@jest/globals';
import { differsOnlyInCycles } from '../../../../src/distribution/instrumentation/logger-output/circular-copies.ts';
import { createRedactor } from '../../../../src/foundation/redaction/redactor.ts';

const redactor = createRedactor();
const cyclicOf = (fields: object): object => {
  const cyclic = { ...fields, list: [1] as unknown[] };
  cyclic.list.push(cyclic);
  return Object.assign(cyclic, { self: cyclic });
};
const isClean = (value: object): boolean => differsOnlyInCycles(value, redactor.redactAttribute('value', value));

describe('differsOnlyInCycles', () => {
  test('is true for a structure that refers to itself and holds no secret', () => {
    expect(isClean(cyclicOf({ a: 1, n: Number.NaN }))).toBe(true);
    expect(isClean({ nested: cyclicOf({}) })).toBe(true);
  });

  test.each([
    ['a secret', cyclicOf({ password: 'hunter2-hunter2' })],
    ['an error with a secret', cyclicOf({ error: new Error('password=hunter2-hunter2') })],
    [
      'a getter, which may return another value later',
      Object.defineProperty(cyclicOf({}), 'a', { get: () => 1, enumerable: true }),
    ],
  ])('is false for %s', (_, value) => {
    expect(isClean(value)).toBe(false);
  });
});
