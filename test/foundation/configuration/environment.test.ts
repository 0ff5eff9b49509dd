import { afterEach, expect, test } from '@jest/globals';
import { readEnvironment, readSetting } from '../../../src/foundation/configuration/layers.ts';
import { headers, integer, setting, text } from '../../../src/foundation/configuration/settings/setting.ts';

const size = setting(integer({ min: 1 }), { variables: ['OWN_SIZE', 'SIZE'], default: 7, about: '' });
const merged = setting(headers, {
  variables: ['OWN_HEADERS', 'HEADERS'],
  default: undefined,
  about: '',
  secret: true,
  merge: true,
});

afterEach(() => {
  delete process.env['OTELIER_TEST_SNAPSHOT'];
});

test('the environment is read as a snapshot', () => {
  process.env['OTELIER_TEST_SNAPSHOT'] = 'before';
  const snapshot = readEnvironment();
  process.env['OTELIER_TEST_SNAPSHOT'] = 'after';
  expect(snapshot['OTELIER_TEST_SNAPSHOT']).toBe('before');
});

test.each([
  ['nothing is set', {}, {}],
  ['blank counts as unset', { SIZE: '', OWN_SIZE: ' \t' }, {}],
  ['surrounding blanks do not count', { SIZE: ' 3\n' }, { value: 3, variable: 'SIZE' }],
  ['the most specific variable wins', { SIZE: '3', OWN_SIZE: '4' }, { value: 4, variable: 'OWN_SIZE' }],
  ['a blank one lets the general one through', { SIZE: '3', OWN_SIZE: '' }, { value: 3, variable: 'SIZE' }],
])('%s', (_, environment, expected) => {
  expect(readSetting(size, environment)).toEqual({ ...expected, problems: [] });
});

test('a value that cannot be used is a problem and the next variable is asked', () => {
  expect(readSetting(size, { SIZE: '3', OWN_SIZE: 'big' })).toEqual({
    value: 3,
    variable: 'SIZE',
    problems: [{ variable: 'OWN_SIZE', message: 'OWN_SIZE: expected a whole number >= 1, got "big"' }],
  });
});

test('variables that add up are merged, the most specific key wins', () => {
  expect(readSetting(merged, { OWN_HEADERS: 'a=1,b=2', HEADERS: 'b=3,c=4' })).toEqual({
    value: { a: '1', b: '2', c: '4' },
    variable: 'OWN_HEADERS',
    problems: [],
  });
});

test.each([
  ['SECRET', { secret: true }, 'hunter2', 'a value of another form (not shown)'],
  ['URL', { url: true }, 'http://user:hunter2@host/?key=hunter2', '"http://***@host/?***"'],
  ['PLAIN', {}, 'line\nbreak', '"line\\x0abreak"'],
  ['LONG', {}, 'x'.repeat(500), `"${'x'.repeat(100)}…"`],
])('a problem shows of %s only what may be shown', (variable, options, raw, actual) => {
  const refusing = { ...text, expected: 'something else', parse: () => ({}) };
  const strict = setting(refusing, { variables: variable, default: undefined, about: '', ...options });
  const { problems } = readSetting(strict, { [variable]: raw });
  expect(problems).toEqual([{ variable, message: `${variable}: expected something else, got ${actual}` }]);
});
