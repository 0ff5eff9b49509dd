import { expect, test } from '@jest/globals';
import { MASK, maskUrl, maskValues, oneLine } from '../../../src/foundation/diagnostics/masking.ts';

test.each([
  ['http://localhost:4318/v1/traces', 'http://localhost:4318/v1/traces'],
  ['http://user:pass@host:1/x', 'http://***@host:1/x'],
  ['https://token@host', 'https://***@host'],
  ['user:pass@host:4317', '***@host:4317'],
  ['udp://agent:6832', 'udp://agent:6832'],
  ['unix:/var/run/otlp.sock', 'unix:/var/run/otlp.sock'],
  ['http://host/x?key=pass', 'http://host/x?***'],
  ['http://host/x#pass', 'http://host/x#***'],
  ['http://user:pass@host/?key=pass#pass', 'http://***@host/?***'],
  ['not a URL', 'not a URL'],
  ['', ''],
])('maskUrl(%j) is %j', (url, masked) => {
  expect(maskUrl(url)).toBe(masked);
});

// Characters that a password must not hold unescaped: exactly what makes a URL fail, and be reported.
test.each([
  'http://user:pa/ss@host',
  'http://user:pa?ss@host',
  'http://user:pa#ss@host',
  'http://user:pa@ss@host',
  'user:pa/ss@host',
  'https:/user:pass@host',
  'http:\\\\user:pass@host',
  'http://user:pass@ho st:99999/x',
  'http://host/?mail=a@pass',
  'http://user:pw@host/?mail=a@pass',
  'http://user:pw@host/#a@pass',
  'http://ho st/?token=a@pass',
  'http://user:12/ss@host',
  'ftp://user:pass@',
  '//user:pass@host',
])('maskUrl(%j) shows nothing of a password', (url) => {
  expect(maskUrl(url)).not.toMatch(/pa|ss/);
});

test('maskValues keeps names only', () => {
  expect(maskValues({ 'api-key': 'pass', count: 3, nested: { a: 'pass' } })).toEqual({
    'api-key': MASK,
    count: MASK,
    nested: MASK,
  });
});

test.each([
  ['plain', undefined, 'plain'],
  ['a\nb\r\nc\td', undefined, 'a\\x0ab\\x0d\\x0ac\\x09d'],
  ['\u001b[31mred\u0000\u0085', undefined, '\\x1b[31mred\\x00\\x85'],
  ['x'.repeat(201), undefined, `${'x'.repeat(200)}…`],
  ['x'.repeat(200), undefined, 'x'.repeat(200)],
  ['abcdef', 3, 'abc…'],
])('oneLine(%j, %j) is %j', (text, length, line) => {
  expect(oneLine(text, length)).toBe(line);
});
