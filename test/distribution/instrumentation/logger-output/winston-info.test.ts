import { expect, test } from '@jest/globals';
import { InfoRedactor } from '../../../../src/distribution/instrumentation/logger-output/winston-info.ts';
import type { Redactor } from '../../../../src/foundation/redaction/redactor.ts';
import { fakeRedactor } from '../fake-redactor.ts';

const LEVEL = Symbol.for('level');
const MESSAGE = Symbol.for('message');
const SPLAT = Symbol.for('splat');
const infos = new InfoRedactor(fakeRedactor());

test('what is clean is answered as it is', () => {
  const info = Object.freeze({
    level: 'info',
    message: 'm',
    [LEVEL]: 'info',
    [SPLAT]: [{ a: 1 }],
    [MESSAGE]: '{"a":1}',
  });
  expect(infos.redact(info)).toBe(info);
  expect(infos.redactFormatted(info, info)).toBe(info);
});

test('a copy is redacted, with its symbols and its prototype; the original stays', () => {
  class Order {
    level = 'info';
    message = 'a s3cr3t';
    password = 'x';
    [LEVEL] = 'info';
    [SPLAT] = ['s3cr3t', { deep: ['s3cr3t'] }];
  }
  const info = Object.freeze(new Order());
  const redacted = infos.redact({ ...info });
  expect(infos.redact(info as never)).toBeInstanceOf(Order);
  expect(redacted).toEqual({
    level: 'info',
    message: 'a [REDACTED:test]',
    password: '[REDACTED:password]',
    [LEVEL]: 'info',
    [SPLAT]: ['[REDACTED:test]', { deep: ['[REDACTED:test]'] }],
  });
  expect(info).toEqual(new Order());
});

test('an error stays one, with its stack and cause redacted though they are not enumerable', () => {
  const cause = new Error('by s3cr3t');
  const error = Object.assign(new Error('a s3cr3t', { cause }), { level: 'error', [LEVEL]: 'error' });
  const redacted = infos.redact(error as never) as unknown as Error & { level: string };
  expect(redacted).toBeInstanceOf(Error);
  expect(redacted.message).toBe('a [REDACTED:test]');
  expect(redacted.stack).toMatch(/^Error: a \[REDACTED:test\]\n {4}at /);
  expect((redacted.cause as Error).message).toBe('by [REDACTED:test]');
  expect(Object.keys(redacted)).toEqual(['level']);
  expect([error.message, cause.message]).toEqual(['a s3cr3t', 'by s3cr3t']);
});

test('what a format has put together is redacted', () => {
  const before = { level: 'info', message: '%s%s' };
  const formatted = { level: 'info', message: 's3cr3t', [MESSAGE]: 'info: s3cr3t' };
  const redacted = infos.redactFormatted(formatted, before);
  expect(redacted).toEqual({ level: 'info', message: '[REDACTED:test]', [MESSAGE]: 'info: [REDACTED:test]' });
  expect(formatted.message).toBe('s3cr3t');
});

test('a line that was there before its formatting is redacted, too', () => {
  const info = { level: 'info', message: 'm', [MESSAGE]: 's3cr3t' };
  expect(infos.redactFormatted(info, info)[MESSAGE]).toBe('[REDACTED:test]');
});

const REMOVING = { ...fakeRedactor(), redactAttribute: () => undefined } as unknown as Redactor;

test('what is dropped is absent; a message is empty instead, which formats count on', () => {
  expect(new InfoRedactor(REMOVING).redact({ message: 's3cr3t', password: 'x' })).toEqual({ message: '' });
});

test('where redaction fails only the level is left', () => {
  const fail = () => {
    throw new Error('no');
  };
  const failing = new InfoRedactor({ redactText: fail, redactAttribute: fail, counts: {} } as unknown as Redactor);
  const info = { level: 'warn', message: 's3cr3t', password: 'x', [LEVEL]: 'warn', [MESSAGE]: 's3cr3t' };
  const masked = { level: 'warn', message: '[REDACTED:error]', [LEVEL]: 'warn', [MESSAGE]: '[REDACTED:error]' };
  expect(failing.redact(info)).toEqual(masked);
  expect(failing.redactFormatted(info)).toEqual(masked);
});
