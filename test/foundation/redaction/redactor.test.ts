import { describe, expect, test } from '@jest/globals';
import { createRedactor, type Redactor } from '../../../src/foundation/redaction/redactor.ts';
import { RULE_NAMES } from '../../../src/foundation/redaction/text/rule-table.ts';
import { Random } from './random.ts';

const redactor = createRedactor();
const secret = ['hunter', '2', 'Xy7'].join('');

describe('Redactor', () => {
  test('masks, hashes and removes', () => {
    const text = `user=bob password=${secret} port=1`;
    expect(redactor.redactText(text)).toBe('user=bob password=[REDACTED:password] port=1');
    expect(createRedactor({ mode: 'remove' }).redactText(text)).toBe('user=bob password= port=1');
    const hashing = createRedactor({ mode: 'hash', hashKey: 'k' });
    const hashed = hashing.redactText(text);
    expect(hashed).toMatch(/^user=bob password=\[REDACTED:password:[\da-f]{12}\] port=1$/);
    expect(createRedactor({ mode: 'hash', hashKey: 'k' }).redactText(text)).toBe(hashed);
    expect(createRedactor({ mode: 'hash', hashKey: 'other' }).redactText(text)).not.toBe(hashed);
    expect(createRedactor({ mode: 'hash' }).redactText(text)).not.toBe(
      createRedactor({ mode: 'hash' }).redactText(text),
    );
    expect(hashing.redactText(hashed)).toBe(hashed);
  });

  test('drops attributes, properties and items in the mode remove', () => {
    const removing = createRedactor({ mode: 'remove' });
    expect(removing.redactAttribute('password', secret)).toBeUndefined();
    expect(removing.redactAttribute('config', { user: 'bob', password: secret })).toEqual({ user: 'bob' });
    expect(removing.redactAttribute('passwords', [secret])).toEqual([]);
    expect(removing.redactAttributes({ user: 'bob', password: secret })).toEqual({ user: 'bob' });
  });

  test('returns a value without a secret as it is, not as a copy', () => {
    const value = {
      a: [1, 'two', { three: new Map([['k', 'v']]) }],
      d: new Date(),
      e: new Error('fine'),
      n: Number.NaN,
    };
    expect(redactor.redactAttribute('value', value)).toBe(value);
    expect(redactor.redactAttributes(value)).toBe(value);
  });

  test('takes more names from keys and fewer from allowKeys', () => {
    const own = createRedactor({ keys: ['employeeNumber', /^x-internal-/], allowKeys: ['session_token', 'password'] });
    expect(own.redactAttribute('hr.employee_number', 'abc')).toBe('[REDACTED:custom-key]');
    expect(own.redactText('employee-number=abc')).toBe('employee-number=[REDACTED:custom-key]');
    expect(own.redactAttribute('x-internal-note', 'abc')).toBe('[REDACTED:custom-key]');
    expect(own.redactAttribute('sessionToken', 'abc')).toBe('abc');
    expect(own.redactText(`password=${secret}`)).toBe(`password=${secret}`);
  });

  test('applies patterns between the placeholders of the rules', () => {
    const own = createRedactor({
      patterns: [
        { name: 'ticket', pattern: /TCK-\d{4}/ },
        { name: 'word', pattern: /zz+top/i },
      ],
    });
    expect(own.redactText(`TCK-1234 of ZZZtop, password=${secret}`)).toBe(
      '[REDACTED:ticket] of [REDACTED:word], password=[REDACTED:password]',
    );
    expect(own.counts).toEqual({ ticket: 1, word: 1, password: 1 });
    expect(() => createRedactor({ patterns: [{ name: 'p', pattern: /(?<=a)b+/ }] })).toThrow(TypeError);
  });

  test('replaces personal data only with the option pii', () => {
    const text =
      'mail ana.lopez@example.com or call +34 612 345 678, CPF 529.982.247-25, DNI 12345678Z, NINO AB123456C';
    expect(redactor.redactText(text)).toBe(text);
    expect(createRedactor({ pii: true }).redactText(text)).toBe(
      'mail [REDACTED:email] or call [REDACTED:phone], CPF [REDACTED:br-cpf], DNI [REDACTED:es-dni], NINO [REDACTED:uk-nino]',
    );
  });

  test('counts and reports each redaction, even when the callback throws', () => {
    const told: [string, number][] = [];
    const telling = createRedactor({
      onRedaction: (rule, count) => {
        told.push([rule, count]);
        throw new Error('not our problem');
      },
    });
    telling.redactAttribute('config', { password: secret, note: `token=${secret}` });
    expect(told).toEqual([
      ['password', 1],
      ['token', 1],
    ]);
    expect(telling.counts).toEqual({ password: 1, token: 1 });
  });

  test.each([
    [{ mode: 'blank' }, 'mode to be one of mask, hash, remove, got "blank"'],
    [{ keys: [1] }, 'keys to be a list of names and regular expressions, got an array'],
    [{ allowKeys: 'a' }, 'allowKeys to be a list of names, got a string'],
    [{ patterns: [{ name: 'x' }] }, 'patterns to be a list of { name'],
    [{ pii: 1 }, 'pii to be true or false, got 1'],
    [{ maxDepth: 0 }, 'maxDepth to be a whole number from 1, got 0'],
    [{ maxStringLength: 1.5 }, 'maxStringLength to be a whole number from 64, got 1.5'],
    [{ hashKey: '' }, 'hashKey to be a non-empty string, got a string'],
    [{ onRedaction: 'x' }, 'onRedaction to be a function, got a string'],
    [{ maskk: true }, 'an option among mode'],
  ])('refuses %j', (options, message) => {
    expect(() => createRedactor(options as object)).toThrow(TypeError);
    expect(() => createRedactor(options as object)).toThrow(`redaction: expected ${message}`);
  });

  /** Prefixes apart, so that no scanner takes this for a leak. */
  const r = new Random(5);
  test.each([
    ['aws-secret-key', `${['AK', 'IA'].join('')}${r.upper(16)},${r.base64(40)}`],
    ['discord-token', `MTIzNDU2Nzg5MDEyMzQ1Njc4.G${r.alnum(5)}.${r.url64(38)}`],
    ['vendor-key', `Deepgram key ${r.hex(40)}`],
    ['webhook-url', `https://discord.com/api/${'web'}hooks/${r.digits(18)}/${r.url64(60)}`],
    ['url-credential', `ftp://bob:${secret}@host/x`],
    ['command-line', `redis-cli -a ${secret} ping`],
    ['digest-credential', `Digest username="b", response="${r.hex(32)}"`],
    ['bearer-credential', `sent Bearer ${r.alnum(30)} there`],
    ['cookie', `Cookie: a=${r.alnum(12)}; b=${r.alnum(12)}`],
  ])('%s', (rule, text) => {
    const once = createRedactor();
    expect(once.redactText(text)).toContain(`[REDACTED:${rule}]`);
    expect(once.counts[rule]).toBeGreaterThan(0);
    expect(RULE_NAMES).toContain(rule);
  });

  const twice = (one: Redactor, text: string): string => one.redactText(one.redactText(text));
  test('changes nothing when it redacts again', () => {
    for (const text of [
      `password is ${secret}`,
      `Cookie: a=${secret}; b=c1d2e3f4`,
      `Authorization: Bearer ${secret}${secret}`,
      `--token ${secret}`,
    ])
      expect(twice(redactor, text)).toBe(redactor.redactText(text));
  });

  test.each([
    ['Bearer abc', 'Bearer [REDACTED:authorization]'],
    [['Basic YTpi'], ['Basic [REDACTED:authorization]']],
    ['Bearer token', 'Bearer token'],
    ['Bearer required', 'Bearer required'],
  ])('authorization: %j is %j, however short the credential is', (value, expected) => {
    expect(redactor.redactAttribute('http.request.header.authorization', value)).toEqual(expected);
  });

  test('replaces a private key in another alphabet up to the end of its armour', () => {
    const armour = (label: string) => `-----${label} PRIVATE KEY-----`;
    const key = 'ab_cd-'.repeat(8);
    const text = `key: ${armour('BEGIN')}\\n${key}\\n${armour('END')} end`;
    expect(redactor.redactText(text)).toBe('key: [REDACTED:private-key-block] end');
    const about = `${armour('BEGIN')} or ${armour('END')} is missing`;
    expect(redactor.redactText(about)).toBe(about);
  });
});
