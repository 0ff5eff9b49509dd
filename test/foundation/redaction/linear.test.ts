// Bounds far above what it takes: what they catch is a rule that takes seconds.
import { describe, expect, test } from '@jest/globals';
import { HOSTILE } from '../../../bench/redaction/hostile.ts';
import { createRedactor } from '../../../src/foundation/redaction/redactor.ts';
import { isBounded } from '../../../src/foundation/redaction/text/user-patterns.ts';

const redactor = createRedactor({ pii: true, patterns: [{ name: 'own', pattern: /(x+x+)+y/ }] });

describe('redaction of hostile text', () => {
  test('takes less than two seconds for every hostile text', () => {
    const slow = Object.entries(HOSTILE).flatMap(([name, make]) => {
      const text = make(50_000);
      const started = performance.now();
      redactor.redactText(text);
      const millis = performance.now() - started;
      return millis > 2_000 ? [`${name}: ${millis} ms`] : [];
    });
    expect(slow).toEqual([]);
  });

  test.each([
    ['TCK-\\d{4}', true],
    ['[A-Z]{2,3}\\d', true],
    ['a+', false],
    ['(a{1,9}){1,9}', false],
    ['a|b', false],
    ['(?=a)a', false],
    ['(a)\\1', false],
    ['a{2,}', false],
  ])('%s runs natively: %s', (source, native) => {
    expect(isBounded(source)).toBe(native);
  });
});
