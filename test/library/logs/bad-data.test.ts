// Whatever is logged: nothing throws, one record is one line, and the line can be parsed.
import { expect, test } from '@jest/globals';
import { fakeRedactor } from './fake-redactor.ts';
import { Logged } from './logged.ts';

const throwing = {
  get bad(): string {
    throw new Error('no');
  },
  good: 1,
};
const hostile = new Proxy(
  {},
  {
    ownKeys: () => {
      throw new Error('no');
    },
    get: () => {
      throw new Error('no');
    },
  },
);
const cyclic: Record<string, unknown> = { name: 'cyclic' };
cyclic['self'] = cyclic;
const wide = Array.from({ length: 40 }).reduce<unknown>((inner) => [inner, inner], 'x');
const deep = Array.from({ length: 20_000 }).reduce<unknown>((inner) => ({ inner }), 'x');

test.each<[string, unknown]>([
  ['cyclic', cyclic],
  ['a BigInt', 1n],
  ['a throwing getter', throwing],
  ['a hostile proxy', hostile],
  ['1 MB', 'x'.repeat(1_000_000)],
  ['a Symbol', Symbol('s')],
  ['a function', () => 1],
  ['undefined', undefined],
  ['null', null],
  ['NaN', Number.NaN],
  ['an invalid date', new Date(Number.NaN)],
  ['a Map', new Map<unknown, unknown>([[{}, new Set([1n])]])],
  ['a Buffer', Buffer.from('x')],
  [
    'an Error whose stack throws',
    Object.defineProperty(new Error('x'), 'stack', {
      get: () => {
        throw new Error('no');
      },
    }),
  ],
  ['what unfolds to 2^40 values', wide],
  ['20,000 levels', deep],
  ['keys of the prototype', JSON.parse('{"__proto__":{"a":1},"constructor":2}')],
  ['an object without prototype', Object.create(null)],
])('%s', (_, value) => {
  for (const format of ['json', 'text'] as const) {
    using logged = new Logged({ format, sanitize: fakeRedactor() });
    const { logger } = logged;
    logger.info(value);
    logger.info('as fields', value as never);
    logger.info('as a field', { value, error: value });
    logger.exception('as an error', value);
    logger.logApiCall(value as never);
    logger.logRequestEnd(value as number, value as number, value as number, undefined);
    logger.logDatabaseQuery(value as string, value as number);
    logger.logCacheOperation(value as string, value as string, value as object);
    expect(logged.text.split('\n').slice(0, -1)).toHaveLength(8);
    if (format === 'json') expect(logged.lines).toHaveLength(8);
  }
});

test('what can be read of an object is logged', () => {
  using logged = new Logged();
  logged.logger.info('x', { throwing, cyclic, big: 1n, missing: undefined });
  expect(logged.lines[0]).toMatchObject({
    throwing: { bad: '[Unreadable]', good: 1 },
    cyclic: { name: 'cyclic', self: '[Circular]' },
    big: '1',
  });
  expect(logged.lines[0]).not.toHaveProperty('missing');
});

const FORGED =
  '\n{"level":"critical","message":"forged"}\r\n[2026] [CRITICAL]\u2028forged\u2029\u001b[2J\u001b]0;title\u0007\u009b31m\u0085\u202e\u0000';

test.each(['json', 'text'] as const)('no forged line, no terminal sequence: %s', (format) => {
  using logged = new Logged({ format, sanitize: fakeRedactor() });
  logged.logger.info(FORGED, {
    [FORGED]: FORGED,
    nested: { [FORGED]: [FORGED] },
    level: 'critical',
    message: 'forged',
  });
  expect(logged.text.endsWith('\n')).toBe(true);
  expect(logged.text.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
  if (format === 'text') return;
  expect(logged.lines[0]).toMatchObject({
    level: 'info',
    message: FORGED,
    [FORGED]: FORGED,
    'fields.level': 'critical',
    'fields.message': 'forged',
  });
  expect(logged.text.match(/"level":/g)).toHaveLength(1);
});

test('a redactor that throws lets nothing through', () => {
  const fail = (): never => {
    throw new Error('no');
  };
  const broken = { redactText: fail, redactAttribute: fail, redactAttributes: fail, counts: {} };
  using logged = new Logged({ sanitize: broken });
  logged.logger.info('s3cr3t', { a: 's3cr3t' });
  expect(logged.lines[0]).toMatchObject({ message: '[REDACTED:failed]', a: '[REDACTED:failed]' });
});
