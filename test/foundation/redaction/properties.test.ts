import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRedactor } from '../../../src/foundation/redaction/redactor.ts';
import { Random } from './random.ts';
import { VENDORS } from './vendor-samples.ts';

const redactor = createRedactor();
const personal = createRedactor({ pii: true });
const hashing = createRedactor({ mode: 'hash', hashKey: 'k' });
/** The same cases each time: a failure is a change's, not chance's. */
const runs = { numRuns: 1_000, seed: 20261121 };
const pieces = fc.array(
  fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(
      'password',
      '=',
      ': ',
      ' is ',
      '"',
      "'",
      '\\"',
      'token',
      '&',
      '://',
      '@',
      'Bearer ',
      'Cookie: ',
      'eyJ',
      '4111',
      ' ',
      '\n',
      '{',
      '[',
      '%3D',
      'sk-',
      '-----BEGIN ',
      'api key',
      '1',
      'a.b',
      '[REDACTED:password]',
    ),
  ),
  { maxLength: 20 },
);
const text = pieces.map((parts) => parts.join(''));

describe('redaction of random values', () => {
  test('throws for no text and leaves a redacted text as it is', () => {
    fc.assert(
      fc.property(text, (value) => {
        for (const one of [redactor, personal, hashing]) {
          const once = one.redactText(value);
          expect(one.redactText(once)).toBe(once);
        }
      }),
      runs,
    );
  });

  test('throws for no value and changes none', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withTypedArray: true,
          withNullPrototype: true,
        }),
        (key, value) => {
          const before = fc.stringify(value);
          redactor.redactAttribute(key, value);
          expect(fc.stringify(value)).toBe(before);
        },
      ),
      runs,
    );
  });

  test('replaces the token of a vendor between any words', () => {
    const seed = fc.integer({ min: 1, max: 1e9 });
    fc.assert(
      fc.property(
        seed,
        fc.nat(VENDORS.length - 1),
        fc.lorem({ maxCount: 4 }),
        fc.lorem({ maxCount: 4 }),
        (from, which, before, after) => {
          const secret = VENDORS[which]?.make(new Random(from)) ?? '';
          const redacted = redactor.redactText(`${before} ${secret} ${after}`);
          expect(redacted).not.toContain(secret);
          expect(redacted.startsWith(`${before} `) && redacted.endsWith(` ${after}`)).toBe(true);
        },
      ),
      runs,
    );
  });

  test('leaves prose alone', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 20 }), (prose) => {
        expect(redactor.redactText(prose)).toBe(prose);
      }),
      runs,
    );
  });
});
