import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { findApplicationPackage } from '../../../src/foundation/configuration/application-package.ts';

const root = mkdtempSync(path.join(tmpdir(), 'otelier-package-'));
const FILES = {
  'package.json': { name: 'outer', version: '1.2.3' },
  'inner/package.json': { name: '@scope/inner', version: '' },
  'inner/dist/package.json': { type: 'module' },
  'inner/broken/package.json': '{ "name": ',
  'inner/odd/package.json': { name: ['no', 'text'] },
  'inner/null/package.json': null,
};
for (const [file, content] of Object.entries(FILES)) {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
}

afterAll(() => rmSync(root, { recursive: true }));

const inner = { name: '@scope/inner', file: path.join(root, 'inner/package.json') };
const outer = { name: 'outer', version: '1.2.3', file: path.join(root, 'package.json') };

test.each([
  ['server.js', outer],
  ['lib/deep/server.js', outer],
  ['inner/server.js', inner],
  ['inner/dist/server.js', inner],
  ['inner/broken/server.js', inner],
  ['inner/odd/server.js', inner],
  ['inner/null/server.js', inner],
  // `node .` and `node inner`: a folder is the script.
  ['inner', inner],
  ['.', outer],
])('%s belongs to the nearest package.json with a name', (script, expected) => {
  expect(findApplicationPackage(path.join(root, script))).toEqual(expected);
});

test('without a script the search starts in the working directory', () => {
  expect(findApplicationPackage(undefined)).toEqual({
    name: 'otelier',
    version: expect.any(String),
    file: path.resolve('package.json'),
  });
});

test('a script without any package.json above it belongs to none', () => {
  expect(findApplicationPackage('/no/such/folder/server.js')).toBeUndefined();
});
