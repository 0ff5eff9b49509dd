import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  arrayOfObjectsWith,
  callback,
  count,
  flag,
  type OptionRules,
  objectWith,
  oneOf,
  required,
  share,
  shares,
  text,
  timerSeconds,
  validateOptions,
} from '../../../src/foundation/diagnostics/options.ts';
import { HOSTILE_VALUES, hostileValue, SECRET } from '../../program/hostile-values.ts';

const RULES: OptionRules = {
  name: text,
  hashKey: { ...text, isSecret: true },
  level: oneOf('debug', 'info'),
  onEvent: callback,
  rates: shares,
  parts: arrayOfObjectsWith('start'),
  sampling: { rate: share, isOn: flag },
};
function messageOf(options: unknown, rules = RULES): string | undefined {
  try {
    validateOptions('Thing', options, rules);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return (error as Error).message;
  }
}

describe('validateOptions', () => {
  test('accepts valid options and returns a copy of them', () => {
    const options = { name: 'x', onEvent: () => {}, sampling: { rate: 0.5 }, level: undefined };
    const copy = validateOptions('Thing', options, RULES);
    expect(copy).toEqual({ name: 'x', onEvent: options.onEvent, sampling: { rate: 0.5 } });
    expect(copy).not.toBe(options);
  });

  test.each<[unknown, string]>([
    [
      { toString: 1 },
      'Thing: expected an option among name, hashKey, level, onEvent, rates, parts, sampling, got "toString"',
    ],
    [
      { constructor: 1 },
      'Thing: expected an option among name, hashKey, level, onEvent, rates, parts, sampling, got "constructor"',
    ],
    [
      JSON.parse('{"__proto__":{}}'),
      'Thing: expected an option among name, hashKey, level, onEvent, rates, parts, sampling, got "__proto__"',
    ],
    [{ sampling: { hasOwnProperty: 1 } }, 'Thing: expected an option among rate, isOn, got "sampling.hasOwnProperty"'],
    [
      { 'a\nb\u202e': 1 },
      'Thing: expected an option among name, hashKey, level, onEvent, rates, parts, sampling, got "a\\x0ab\u202e"',
    ],
    [undefined, 'Thing: expected options to be an object, got undefined'],
    [null, 'Thing: expected options to be an object, got null'],
    [[], 'Thing: expected options to be an object, got an array'],
    [() => SECRET, 'Thing: expected options to be an object, got a function'],
    ['x', 'Thing: expected options to be an object, got "x"'],
    [{ sampling: 5 }, 'Thing: expected sampling to be an object, got 5'],
    [{ sampling: { rate: 2 } }, 'Thing: expected sampling.rate to be a number from 0 to 1, got 2'],
    [{ name: '' }, 'Thing: expected name to be a non-empty string, got ""'],
    [{ level: 'x'.repeat(150) }, `Thing: expected level to be one of debug, info, got "${'x'.repeat(100)}"`],
    [{ level: 'a\nb' }, 'Thing: expected level to be one of debug, info, got "a\\nb"'],
    [{ name: 5n }, 'Thing: expected name to be a non-empty string, got a bigint'],
    [{ name: Symbol(SECRET) }, 'Thing: expected name to be a non-empty string, got a symbol'],
    [{ parts: [{}] }, 'Thing: expected parts to be an array of objects with the methods start, got an array'],
  ])('rejects %p by name, expectation and what was given', (options, message) => {
    expect(messageOf(options)).toBe(message);
  });

  test.each([
    ['an object Proxy whose traps throw', 'got one that cannot be read'],
    ['a revoked Proxy', 'got an object'],
  ])('rejects %s', (name, got) => {
    expect(messageOf(HOSTILE_VALUES[name]?.())).toBe(`Thing: expected options to be an object, ${got}`);
    expect(messageOf({ parts: [HOSTILE_VALUES[name]?.()] })).toBe(
      'Thing: expected parts to be an array of objects with the methods start, got an array',
    );
  });

  test.each([
    ['the source of a function', { name: () => 's3cr3t-value' }],
    ['the items of an array', { rates: [SECRET] }],
    ['the properties of an object', { name: { SECRET } }],
    ['the description of a symbol', { level: Symbol(SECRET) }],
    ['a secret number', { hashKey: 123_456_789 }],
    ['a secret array', { hashKey: [SECRET] }],
    [
      'the error of a getter',
      {
        get name() {
          throw new Error(SECRET);
        },
      },
    ],
  ])('prints nothing of %s', (_, options) => {
    const message = messageOf(options);
    expect(message).toMatch(/^Thing: expected \w+ to be /);
    expect(message).not.toMatch(/s3cr3t|123456789|=>/);
  });

  test('prints nothing of a secret string', () => {
    const rules = { hashKey: { ...oneOf('a'), isSecret: true } };
    expect(messageOf({ hashKey: SECRET }, rules)).toBe('Thing: expected hashKey to be one of a, got a string');
  });

  test('names a required option that is absent', () => {
    expect(messageOf({}, { name: required(text) })).toBe(
      'Thing: expected name to be a non-empty string, got undefined',
    );
    expect(messageOf({}, { name: text })).toBeUndefined();
  });

  test('ignores what a polluted prototype holds', () => {
    expect(validateOptions('Thing', Object.create({ name: 5, other: 1 }) as object, RULES)).toEqual({});
  });

  test('reads each option once', () => {
    const values = ['x', 5];
    const options = {
      get name() {
        return values.shift();
      },
    };
    expect(validateOptions('Thing', options, RULES)).toEqual({ name: 'x' });
    expect(values).toEqual([5]);
  });

  const keys = fc.constantFrom(...Object.keys(RULES), 'toString', '__proto__', 'x', 'constructor');
  const hostileOptions = fc.array(fc.tuple(keys, hostileValue, fc.boolean())).map((entries) => () => {
    const options = {};
    for (const [key, value, isGetter] of entries) {
      const get = (): never => {
        throw new Error(SECRET);
      };
      const property = isGetter ? { get } : { value: value() };
      Object.defineProperty(options, key, { enumerable: true, configurable: true, ...property });
    }
    return options;
  });

  test('throws nothing but a TypeError of its own, whatever the options are', () => {
    fc.assert(
      fc.property(fc.oneof(hostileOptions, hostileValue), (options) => {
        const message = messageOf(options());
        if (message === undefined) return;
        expect(message).toMatch(/^Thing: expected .*, got /s);
        expect(message.length).toBeLessThan(1_000);
        expect(message).not.toMatch(/s3cr3t|=>/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('option rules', () => {
  test.each([
    ['flag', flag, [true, false], [1, 'true', null]],
    ['text', text, ['x'], ['', '  ', 5]],
    ['count', count, [1, 5], [0, 1.5, Number.NaN, '1']],
    ['share', share, [0, 0.5, 1], [-0.1, 1.1, Number.NaN, '1']],
    ['timerSeconds', timerSeconds, [0, 2_147_483], [-1, 2_147_484, Number.POSITIVE_INFINITY]],
    ['objectWith', objectWith('start'), [{ start() {} }], [{}, null, { start: 1 }, 'start']],
  ] as const)('%s', (_, rule, good, bad) => {
    expect(good.map(rule.holds)).toEqual(good.map(() => true));
    expect(bad.map(rule.holds)).toEqual(bad.map(() => false));
  });
});
