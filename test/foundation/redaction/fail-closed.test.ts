// Values that are no plain data, too deep, too long or that throw: never an error, never a change to what was given, never a secret.
import { expect, test } from '@jest/globals';
import { createRedactor } from '../../../src/foundation/redaction/redactor.ts';

const redactor = createRedactor();
const secret = ['Tiger', '4711', 'x!'].join('');
const text = `password=${secret}`;
const redact = (value: unknown): unknown => redactor.redactAttribute('value', value);

test('cycles end, shared objects stay shared', () => {
  const cyclic: Record<string, unknown> = { text };
  cyclic['self'] = cyclic;
  expect(redact(cyclic)).toEqual({ text: 'password=[REDACTED:password]', self: '[CIRCULAR]' });
  const shared = { text };
  const result = redact({ a: shared, b: shared }) as { a: object; b: object };
  expect(result.a).toEqual({ text: 'password=[REDACTED:password]' });
  expect(result.b).toBe(result.a);
});

test('20,000 levels, and 2^40 ways through 40 shared objects', () => {
  let deep: unknown = text;
  for (let i = 0; i < 20_000; i++) deep = { deep };
  expect(JSON.stringify(redact(deep))).not.toContain(secret);
  expect(JSON.stringify(redact(deep))).toContain('[REDACTED:unread]');
  let dag: unknown = text;
  for (let i = 0; i < 40; i++) dag = [dag, dag];
  expect(createRedactor({ maxDepth: 50 }).redactAttribute('dag', dag)).toBeDefined();
});

test('getters and proxies that throw, or that answer something else the next time', () => {
  const throwing = Object.defineProperty({ ok: 1 }, 'bad', {
    enumerable: true,
    get: () => {
      throw new Error(text);
    },
  });
  expect(redact(throwing)).toEqual({ ok: 1, bad: '[REDACTED:error]' });
  let reads = 0;
  const changing = Object.defineProperty({}, 'note', { enumerable: true, get: () => (reads++ === 0 ? 'fine' : text) });
  expect(JSON.stringify(redact(changing))).toBe('{"note":"fine"}');
  const hostile = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error(text);
      },
    },
  );
  expect(redact(hostile)).toBe('[REDACTED:error]');
  expect(redact(new Proxy({ text }, {}))).toEqual({ text: 'password=[REDACTED:password]' });
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  expect(redact(revoked.proxy)).toBe('[REDACTED:error]');
});

test('maps, sets, bytes, dates, symbols, big integers, boxed values, functions', () => {
  expect(redact(new Map([['password', secret]]))).toEqual(new Map([['password', '[REDACTED:password]']]));
  expect(redact(new Set([text]))).toEqual(new Set(['password=[REDACTED:password]']));
  expect(String(redact(Buffer.from(text)))).toBe('password=[REDACTED:password]');
  expect(redactor.redactAttribute('secret', Buffer.from(secret))).toBe('[REDACTED:secret]');
  expect(redact(Symbol(text))).toBe('password=[REDACTED:password]');
  expect(redact(Object(text))).toBe('password=[REDACTED:password]');
  expect(redact(new URL(`https://bob:${'Tiger4711'}@example.com/`))).toBe(
    'https://bob:[REDACTED:url-credential]@example.com/',
  );
  for (const value of [new Date(0), 12n, () => text, undefined, null, Number.NaN, /x/])
    expect(redact(value)).toBe(value);
});

test('errors keep their class; message, stack, cause and own properties are redacted', () => {
  const error = Object.assign(new TypeError(text, { cause: new Error(text) }), { config: { password: secret } });
  const result = redact(error) as TypeError & { config: object };
  expect(result).toBeInstanceOf(TypeError);
  expect(result.message).toBe('password=[REDACTED:password]');
  expect(`${result.stack} ${(result.cause as Error).stack} ${JSON.stringify(result.config)}`).not.toContain(secret);
  expect(error.message).toBe(text);
});

test('instances of classes, by what they hold and by what they say in JSON', () => {
  class Account {
    user = 'bob';
    password = secret;
  }
  class Quiet {
    toJSON(): object {
      return { text };
    }
  }
  expect(redact(new Account())).toEqual({ user: 'bob', password: '[REDACTED:password]' });
  expect(JSON.stringify(redact(new Quiet()))).not.toContain(secret);
});

test('__proto__ and constructor are names like any other', () => {
  const value: unknown = JSON.parse(
    `{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}},"password":"${secret}"}`,
  );
  const result = redact(value) as object;
  expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  expect(JSON.stringify(result)).toBe(
    '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}},"password":"[REDACTED:password]"}',
  );
});

test('what was given is not changed, not even when frozen', () => {
  const value = Object.freeze({ list: Object.freeze([text]), password: secret });
  redact(value);
  expect(value).toEqual({ list: [text], password: secret });
});

test('a long text is cut, and a secret across the cut does not leave by half', () => {
  const small = createRedactor({ maxStringLength: 1_000 });
  for (let before = 900; before < 1_010; before++) {
    const result = small.redactText(`${'x '.repeat(before / 2)}${text} and so on ${'y '.repeat(500)}`);
    expect(result).not.toContain(secret.slice(0, 4));
    expect(result.length).toBeLessThanOrEqual(1_000);
    expect(small.redactText(result)).toBe(result);
  }
  expect(redactor.redactText(`${text} `.repeat(500_000)).length).toBeLessThanOrEqual(65_536);
});

test('10,000 attributes and more are cut off, none of them unread', () => {
  const many = Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [`password${i}`, secret]));
  const result = redact(many) as object;
  expect(Object.keys(result).length).toBeLessThanOrEqual(10_001);
  expect(JSON.stringify(result)).not.toContain(secret);
});

test('a rule that throws masks all of it and is counted', () => {
  const failing = createRedactor({ keys: [Object.assign(/x/, {})] });
  const original = RegExp.prototype.test;
  RegExp.prototype.test = () => {
    throw new Error('a rule failed');
  };
  try {
    expect(failing.redactText(text)).toBe('[REDACTED:error]');
    expect(failing.redactAttribute('note', text)).toBe('[REDACTED:error]');
  } finally {
    RegExp.prototype.test = original;
  }
  expect(failing.counts['error']).toBe(2);
});
