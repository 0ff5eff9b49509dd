// Values that are no plain data, too deep, too long or that throw: never an error, never a change to what was given, never a secret.
import { describe, expect, test } from '@jest/globals';
import { createRedactor } from '../../../src/foundation/redaction/redactor.ts';

const redactor = createRedactor();
const secret = ['Tiger', '4711', 'x!'].join('');
const text = `password=${secret}`;
const redact = (value: unknown): unknown => redactor.redactAttribute('value', value);

describe('redaction of hostile values', () => {
  test('replaces a cycle and keeps shared objects shared', () => {
    const cyclic: Record<string, unknown> = { text };
    cyclic['self'] = cyclic;
    expect(redact(cyclic)).toEqual({ text: 'password=[REDACTED:password]', self: '[CIRCULAR]' });
    const shared = { text };
    const result = redact({ a: shared, b: shared }) as { a: object; b: object };
    expect(result.a).toEqual({ text: 'password=[REDACTED:password]' });
    expect(result.b).toBe(result.a);
  });

  test('ends on 20,000 levels and on 2^40 ways through 40 shared objects', () => {
    let deep: unknown = text;
    for (let i = 0; i < 20_000; i++) deep = { deep };
    expect(JSON.stringify(redact(deep))).not.toContain(secret);
    expect(JSON.stringify(redact(deep))).toContain('[REDACTED:unread]');
    let dag: unknown = text;
    for (let i = 0; i < 40; i++) dag = [dag, dag];
    expect(createRedactor({ maxDepth: 50 }).redactAttribute('dag', dag)).toBeDefined();
  });

  test('survives getters and proxies that throw or that return something else the next time', () => {
    const throwing = Object.defineProperty({ ok: 1 }, 'bad', {
      enumerable: true,
      get: () => {
        throw new Error(text);
      },
    });
    expect(redact(throwing)).toEqual({ ok: 1, bad: '[REDACTED:error]' });
    let reads = 0;
    const changing = Object.defineProperty({}, 'note', {
      enumerable: true,
      get: () => (reads++ === 0 ? 'fine' : text),
    });
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

  test('reads maps, sets, bytes, symbols and boxed values, and keeps dates, big integers and functions', () => {
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

  test('keeps the class of an error and redacts its message, stack, cause and own properties', () => {
    const error = Object.assign(new TypeError(text, { cause: new Error(text) }), { config: { password: secret } });
    const result = redact(error) as TypeError & { config: object };
    expect(result).toBeInstanceOf(TypeError);
    expect(result.message).toBe('password=[REDACTED:password]');
    expect(`${result.stack} ${(result.cause as Error).stack} ${JSON.stringify(result.config)}`).not.toContain(secret);
    expect(error.message).toBe(text);
  });

  test('redacts instances by their properties and by their form in JSON', () => {
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

  test('treats __proto__ and constructor as names like any other', () => {
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

  test('never changes its argument, frozen or not', () => {
    const value = Object.freeze({ list: Object.freeze([text]), password: secret });
    redact(value);
    expect(value).toEqual({ list: [text], password: secret });
  });

  test('cuts a long text without leaving half of a secret', () => {
    const small = createRedactor({ maxStringLength: 1_000 });
    for (let before = 900; before < 1_010; before++) {
      const result = small.redactText(`${'x '.repeat(before / 2)}${text} and so on ${'y '.repeat(500)}`);
      expect(result).not.toContain(secret.slice(0, 4));
      expect(result.length).toBeLessThanOrEqual(1_000);
      expect(small.redactText(result)).toBe(result);
    }
    expect(redactor.redactText(`${text} `.repeat(500_000)).length).toBeLessThanOrEqual(65_536);
  });

  test('cuts off attributes beyond 10,000 and lets no unread one out', () => {
    const many = Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [`password${i}`, secret]));
    const result = redact(many) as object;
    expect(Object.keys(result).length).toBeLessThanOrEqual(10_001);
    expect(JSON.stringify(result)).not.toContain(secret);
  });

  test('masks the whole value when a rule throws, and counts it', () => {
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

  /** An array whose length no walk should believe. */
  const endlessNumbers = new Proxy([], { get: (_, name) => (name === 'length' ? 2 ** 32 : 1) });

  test('treats a text and a view of megabytes as one field each', () => {
    const started = performance.now();
    expect(String(redactor.redactAttributes(Buffer.alloc(1_000_000, 'a'))).length).toBeLessThanOrEqual(65_536);
    expect(ArrayBuffer.isView(redactor.redactAttributes(new Float64Array(1_000_000)))).toBe(true);
    expect(String(redactor.redactAttributes('x'.repeat(5_000_000) as unknown as object)).length).toBeLessThanOrEqual(
      65_536,
    );
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test('ends on iterables without an end and lists of any length', () => {
    const endlessQuery = Object.defineProperty(new URLSearchParams(), Symbol.iterator, {
      value: function* () {
        for (;;) yield ['a', 'b'];
      },
    });
    expect(redact(endlessQuery)).toBe('[TRUNCATED]');
    expect((redact(endlessNumbers) as unknown[]).at(-1)).toBe('[TRUNCATED]');
    expect((redact(new Array(4_000_000_000)) as unknown[]).at(-1)).toBe('[TRUNCATED]');
  });
});
