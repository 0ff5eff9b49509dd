import { expect, test } from '@jest/globals';
import {
  boolean,
  decimal,
  headers,
  integer,
  keyValues,
  listOf,
  oneOf,
  text,
  textList,
  type ValueType,
} from '../../../../src/foundation/configuration/settings/setting.ts';

const colour = oneOf('red', 'light-blue');
const colours = listOf('red', 'green', 'none');
const port = integer({ min: 1, max: 65_535 });
const count = integer({ min: 0 });
const ratio = decimal({ min: 0, max: 1 });

const READ: readonly (readonly [string, ValueType<unknown>, string, unknown])[] = [
  ['text', text, 'a b', 'a b'],
  ['boolean', boolean, 'true', true],
  ['boolean', boolean, 'TRUE', true],
  ['boolean', boolean, 'False', false],
  ['oneOf', colour, 'Light-Blue', 'light-blue'],
  ['listOf', colours, 'RED, green ,', ['red', 'green']],
  ['listOf', colours, 'red,Red,red', ['red']],
  ['listOf', colours, 'None', ['none']],
  ['textList', textList, ' /a , /b*,, ', ['/a', '/b*']],
  ['textList', textList, ',', []],
  ['integer', port, '1', 1],
  ['integer', port, '65535', 65_535],
  ['integer', port, '+080', 80],
  ['integer', count, '0', 0],
  ['integer', count, '9007199254740991', 9_007_199_254_740_991],
  ['decimal', ratio, '0.25', 0.25],
  ['decimal', ratio, '1', 1],
  ['decimal', ratio, '1e-3', 0.001],
  ['keyValues', keyValues, 'a=1, b = x%20y ,c=d=e', { a: '1', b: 'x y', c: 'd=e' }],
  ['keyValues', keyValues, 'a=1,a=2', { a: '2' }],
  ['keyValues', keyValues, 'team%2Fname=%C3%A9', { 'team/name': 'é' }],
  ['keyValues', keyValues, 'a=', { a: '' }],
  ['headers', headers, 'api-key=s3cret,X-Tenant = a%2Cb ', { 'api-key': 's3cret', 'X-Tenant': 'a,b' }],
  ['headers', headers, 'authorization=Basic dXNlcjpwdw==', { authorization: 'Basic dXNlcjpwdw==' }],
  ['headers', headers, 'discount=100%', { discount: '100%' }],
];

test.each(READ)('%s reads %# %j of "%s"', (_, type, raw, value) => {
  expect(type.parse(raw)).toEqual({ value });
});

const REFUSED: readonly (readonly [string, ValueType<unknown>, string])[] = [
  ['boolean', boolean, '1'],
  ['boolean', boolean, 'yes'],
  ['oneOf', colour, 'blue'],
  ['oneOf', colour, 'constructor'],
  ['listOf', colours, 'blue, yellow'],
  ['listOf', colours, ','],
  ['integer', port, '0'],
  ['integer', port, '65536'],
  ['integer', port, '80.5'],
  ['integer', port, '8e1'],
  ['integer', port, '0x50'],
  ['integer', port, '4317;'],
  ['integer', count, '-1'],
  ['integer', count, '9007199254740993'],
  ['integer', count, '9'.repeat(400)],
  ['decimal', ratio, '1.01'],
  ['decimal', ratio, '-0.1'],
  ['decimal', ratio, 'NaN'],
  ['decimal', ratio, 'Infinity'],
  ['decimal', ratio, '0,5'],
  ['keyValues', keyValues, 'a=1,b'],
  ['keyValues', keyValues, '=1'],
  ['keyValues', keyValues, 'a=%E0%A4%A'],
  ['headers', headers, 'no equals sign'],
  ['headers', headers, 'bad name=1'],
  ['headers', headers, 'a=%0d%0aset-cookie: x'],
  ['headers', headers, 'a=€'],
];

test.each(REFUSED)('%s refuses %# "%s"', (_, type, raw) => {
  expect(type.parse(raw)).not.toHaveProperty('value');
});

const IN_PART: readonly (readonly [string, ValueType<unknown>, string, unknown, RegExp])[] = [
  ['listOf', colours, 'red,blue', ['red'], /unknown items are skipped/],
  ['listOf', colours, 'red,none', ['none'], /none switches the others off/],
  ['headers', headers, 'api-key=1,broken,x=2', { 'api-key': '1', x: '2' }, /broken pairs are skipped/],
];

test.each(IN_PART)('%s reads a part of %# and says so', (_, type, raw, value, problem) => {
  expect(type.parse(raw)).toEqual({ value, problem: expect.stringMatching(problem) });
});

test.each([
  [boolean, 'true or false'],
  [colour, 'one of red, light-blue'],
  [colours, 'a comma list of red, green, none'],
  [count, 'a whole number >= 0'],
  [port, 'a whole number from 1 to 65535'],
  [integer({ min: 1, max: 9, unit: 'ms' }), 'a whole number from 1 to 9, in ms'],
  [ratio, 'a number from 0 to 1'],
])('%# completes "expected …" with what is allowed', (type, expected) => {
  expect(type.expected).toBe(expected);
});

test('headers that frame the message are skipped: with them every export would fail', () => {
  expect(headers.parse('api-key=1,Content-Length=5,te=trailers')).toEqual({
    value: { 'api-key': '1' },
    problem: 'headers that frame the message are skipped',
  });
});
