import { expect, test } from '@jest/globals';
import { resolveLayers } from '../../../src/foundation/configuration/layers.ts';
import { eachSetting, integer, listOf, setting, text } from '../../../src/foundation/configuration/settings/setting.ts';

const tree = {
  size: setting(integer({ min: 1 }), { variables: 'SIZE', default: 7, about: '' }),
  one: { list: setting(listOf('a', 'b', 'none'), { variables: ['ONE_LIST', 'LIST'], default: ['a'], about: '' }) },
  two: { list: setting(listOf('a', 'b', 'none'), { variables: ['TWO_LIST', 'LIST'], default: ['a'], about: '' }) },
  password: setting(text, { variables: 'PASSWORD', default: undefined, about: '', secret: true }),
};

const fromCode = { size: { value: 1, name: 'size' } };

test.each([
  ['default', {}, {}, 7, { from: 'default' }],
  ['environment > default', {}, { SIZE: '3' }, 3, { from: 'environment', name: 'SIZE' }],
  ['code > environment', fromCode, { SIZE: '3' }, 1, { from: 'code', name: 'size' }],
  ['default when the environment is no use', {}, { SIZE: 'x' }, 7, { from: 'default' }],
])('%s', (_, code, environment, value, source) => {
  const { values, sources } = resolveLayers(tree, { code, environment });
  expect(values.size).toBe(value);
  expect(sources['size']).toEqual(source);
});

test('every setting has a value at its path and a source', () => {
  const { values, sources, problems } = resolveLayers(tree, { code: {}, environment: { LIST: 'b', TWO_LIST: 'NONE' } });
  expect(values).toEqual({ size: 7, one: { list: ['b'] }, two: { list: ['none'] }, password: undefined });
  expect(Object.keys(sources)).toEqual([...eachSetting(tree)].map(([path]) => path));
  expect(sources['one.list']).toEqual({ from: 'environment', name: 'LIST' });
  expect(problems.size).toBe(0);
});

test.each([
  ['a bad number', {}, { SIZE: 'x' }, ['SIZE: expected a whole number >= 1, got "x"; using 7']],
  ['code decides in the end', fromCode, { SIZE: 'x' }, ['SIZE: expected a whole number >= 1, got "x"; using 1']],
  [
    'one for a variable that two settings read',
    {},
    { LIST: 'x' },
    ['LIST: expected a comma list of a, b, none, got "x"; using a'],
  ],
  [
    'one for each variable',
    {},
    { ONE_LIST: 'x', LIST: 'b,y' },
    [
      'ONE_LIST: expected a comma list of a, b, none, got "x"; using b',
      'LIST: expected a comma list of a, b, none, got "b,y" (unknown items are skipped); using b',
    ],
  ],
])('warnings: %s', (_, code, environment, warnings) => {
  expect([...resolveLayers(tree, { code, environment }).problems.values()]).toEqual(warnings);
});
