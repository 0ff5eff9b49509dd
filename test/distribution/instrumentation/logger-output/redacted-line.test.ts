import { expect, jest, test } from '@jest/globals';
import { diag } from '@opentelemetry/api';
import { LineRedactor } from '../../../../src/distribution/instrumentation/logger-output/redacted-line.ts';
import type { Redactor } from '../../../../src/foundation/redaction/redactor.ts';
import { fakeRedactor } from '../fake-redactor.ts';

const lines = new LineRedactor('pino', fakeRedactor());

const CLEAN = [
  '{"level":30,"msg":"m","nested":{"list":[1,null,true,"x"]}}\n',
  '{"level":30}\r\n',
  '{"token":"a","token":"b"}\n',
  '{"b":1,"1":2,"big":12345678901234567890,"price":1.0,"escaped":"\\u0041"}\n',
  '{\n  "pretty": [\n    1\n  ]\n}',
  '{no json\n',
  '{',
  '',
  'a text\n',
  '["a"]',
  'null\n',
];

test.each(CLEAN)('%j is clean, and answered as it is', (line) => {
  expect(lines.redact(line)).toBe(line);
});

test.each([
  ['{"msg":"a s3cr3t here"}\n', '{"msg":"a [REDACTED:test] here"}\n'],
  ['{"nested":{"list":[{"s":"s3cr3t"}]}}\r\n', '{"nested":{"list":[{"s":"[REDACTED:test]"}]}}\r\n'],
  ['{"msg":"\\"s3cr3t\\\\"}', '{"msg":"\\"[REDACTED:test]\\\\"}'],
  ['{"msg":"\\u0073\\u0033cr3t"}', '{"msg":"[REDACTED:test]"}'],
  ['{"password":"a\\"b","n":1}\n', '{"password":"[REDACTED:password]","n":1}\n'],
  // Of names that occur twice the first is in the text only.
  ['{"a":"s3cr3t","a":"clean"}\n', '{"a":"clean"}\n'],
  ['{"id":12345678901234567890,"a":"s3cr3t"}\n', '{"id":12345678901234567890,"a":"[REDACTED:test]"}\n'],
  ['{\n  "a": "s3cr3t"\n}', '{\n  "a": "[REDACTED:test]"\n}'],
  ['{no json s3cr3t\n', '{no json [REDACTED:test]\n'],
  ['info: s3cr3t\n', 'info: [REDACTED:test]\n'],
])('%j becomes %j', (line, expected) => {
  expect(lines.redact(line)).toBe(expected);
});

const broken: Redactor = {
  ...fakeRedactor(),
  redactText() {
    throw new TypeError('s3cr3t');
  },
  redactAttribute() {
    throw new TypeError('s3cr3t');
  },
};

test('where redaction fails the whole line is masked, JSON as JSON, and that is said without quoting anything', () => {
  const warn = jest.fn();
  const quiet = { error: warn, warn, info: warn, debug: warn, verbose: warn };
  diag.setLogger(quiet, { suppressOverrideMessage: true });
  const failing = new LineRedactor('fails', broken);
  expect(failing.redact('{"a":"s3cr3t"}\n')).toBe('{"msg":"[REDACTED:error]"}\n');
  expect(failing.redact('a s3cr3t\n')).toBe('[REDACTED:error]\n');
  diag.disable();
  expect(warn.mock.calls.flat().join(' ')).toMatch(/fails: expected to redact its output, got TypeError/);
  expect(warn.mock.calls.flat().join(' ')).not.toContain('s3cr3t');
  expect(warn).toHaveBeenCalledTimes(1);
});
