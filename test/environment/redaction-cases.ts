import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import { expectOutcome } from '../program/outcome.ts';
import { type Delivery, deliver, named } from './delivery.ts';
import { arriving, type VariableCase } from './variable-case.ts';

/** Made at run time: no secret stands in the repository. */
export const newSecret = (): string => `Zq${randomBytes(12).toString('hex')}X9`;
const newMail = (): string => `ann.${randomBytes(3).toString('hex')}@shop.example`;

/** All that arrived, as text, whatever part of it. */
export function everythingIn({ spans, metrics, logs }: Delivery): string {
  return JSON.stringify({ spans, metrics, logs }, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}

const attributesOf = (delivery: Delivery) => delivery.spans[0]?.attributes ?? {};

const redacting = (
  variable: string,
  value: string,
  shows: (delivery: Delivery, secret: string, mail: string) => void,
) => {
  const [secret, mail] = [newSecret(), newMail()];
  return arriving({
    variable,
    value,
    file: 'leaks.mjs',
    env: { SECRET: secret, MAIL: mail },
    stdout: 'leaks: done\n',
    shows: (delivery) => shows(delivery, secret, mail),
  });
};

const MARK = /^\[REDACTED:[\w.-]+\]$/;

const modeCases = [
  ...['Mask', ''].map((mode) =>
    redacting('OTELIER_REDACTION', mode, (delivery, secret) => {
      expect(everythingIn(delivery)).not.toContain(secret);
      expect(attributesOf(delivery)['db.password']).toMatch(MARK);
      expect(attributesOf(delivery)['app.order']).toBe('order 4711, paid');
    }),
  ),
  redacting('OTELIER_REDACTION', 'hash', (delivery, secret) => {
    expect(everythingIn(delivery)).not.toContain(secret);
    const digest = /:([0-9a-f]{12})\]/;
    const { 'db.password': password, 'app.list': list } = attributesOf(delivery) as Record<string, string>;
    expect(digest.exec(String(password))?.[1]).toBe(digest.exec(String(list?.[1]))?.[1]);
  }),
  redacting('OTELIER_REDACTION', 'remove', (delivery, secret) => {
    expect(everythingIn(delivery)).not.toContain(secret);
    expect(everythingIn(delivery)).not.toContain('REDACTED');
    expect(attributesOf(delivery)).not.toHaveProperty(['db.password']);
  }),
  redacting('OTELIER_REDACTION', 'OFF', (delivery, secret) => {
    expect(attributesOf(delivery)['db.password']).toBe(secret);
    expect(named(delivery.metrics, 'leaks.count').points).toHaveLength(2);
  }),
];

const hashKeyCase: VariableCase = {
  variables: ['OTELIER_REDACT_HASH_KEY'],
  about: 'the same digest in two processes, another one without it',
  check: async () => {
    const secret = newSecret();
    const digestUnder = async (env: Readonly<Record<string, string>>) => {
      const delivery = await deliver({ file: 'leaks.mjs', env: { SECRET: secret, OTELIER_REDACTION: 'hash', ...env } });
      return attributesOf(delivery)['db.password'];
    };
    const keyed = { OTELIER_REDACT_HASH_KEY: newSecret() };
    const [first, second, random] = await Promise.all([digestUnder(keyed), digestUnder(keyed), digestUnder({})]);
    expect(first).toMatch(/^\[REDACTED:[\w.-]+:[0-9a-f]{12}\]$/);
    expect(second).toBe(first);
    expect(random).not.toBe(first);
  },
};

const consoleCase = (value: string, holds: RegExp): VariableCase => ({
  variables: ['OTELIER_REDACT_CONSOLE'],
  about: `${value}: what a logger writes by itself`,
  check: async () => {
    const secret = newSecret();
    const { result, logs } = await deliver({
      file: 'libraries/run.cjs',
      args: ['bunyan-output', 'required', '.'],
      env: {
        TEXT: `password=${secret}`,
        LOG_FILE: '/dev/null',
        OTELIER_REDACT_CONSOLE: value,
      },
    });
    expectOutcome(result, { stdout: expect.stringMatching(holds) });
    expect(result.stdout.includes(secret)).toBe(value !== 'True');
    expect(JSON.stringify(logs.map(({ body }) => body))).not.toContain(secret);
  },
});

/** What of secrets is removed. */
export const redactionCases: readonly VariableCase[] = [
  ...modeCases,
  hashKeyCase,
  consoleCase('True', /password=\[REDACTED:/),
  consoleCase('false', /password=Zq/),
  redacting('OTELIER_REDACT_KEYS', 'app.pin, /^app\\.tick/', (delivery) => {
    expect(attributesOf(delivery)['app.pin']).toMatch(MARK);
    expect(attributesOf(delivery)['app.ticket']).toMatch(MARK);
  }),
  redacting('OTELIER_REDACT_ALLOW_KEYS', 'db.password', (delivery, secret) => {
    expect(attributesOf(delivery)['db.password']).toBe(secret);
    expect(attributesOf(delivery)['app.note']).not.toContain(secret);
  }),
  redacting('OTELIER_REDACT_PATTERNS', 'ticket-\\d+', (delivery) =>
    expect(attributesOf(delivery)['app.ticket']).toBe('see [REDACTED:pattern_1] there'),
  ),
  redacting('OTELIER_REDACT_PII', 'TRUE', (delivery, _, mail) => expect(everythingIn(delivery)).not.toContain(mail)),
  redacting('OTELIER_REDACT_PII', 'false', (delivery, _, mail) =>
    expect(attributesOf(delivery)['app.mail']).toBe(`from ${mail} today`),
  ),
];
