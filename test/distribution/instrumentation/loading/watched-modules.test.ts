import { describe, expect, test } from '@jest/globals';
import {
  installedPackageOf,
  packageOf,
  WatchedModules,
} from '../../../../src/distribution/instrumentation/loading/watched-modules.ts';

describe('WatchedModules', () => {
  test.each([
    ['openai', 'openai'],
    ['openai/helpers/zod', 'openai'],
    ['@scope/name', '@scope/name'],
    ['@scope/name/deep/file.js', '@scope/name'],
    ['@scope', '@scope'],
    ['', ''],
  ])('%j belongs to the package %j', (specifier, name) => {
    expect(packageOf(specifier)).toBe(name);
  });

  test.each([
    ['/srv/node_modules/openai/index.js', 'openai'],
    ['file:///srv/node_modules/@scope/name/a/b.mjs', '@scope/name'],
    ['/srv/node_modules/a/node_modules/b/index.js', 'b'],
    ['/srv/node_modules/.pnpm/pg@8.0.0/node_modules/pg/lib/index.js', 'pg'],
    ['/srv/app/index.js', undefined],
  ])('%j is in the installed package %j', (path, name) => {
    expect(installedPackageOf(path)).toBe(name);
  });

  const watched = new WatchedModules([
    ['http', 'http'],
    ['fs/promises', 'fs'],
    ['pg', 'pg'],
    ['mysql2', 'mysql2'],
    ['mysql2/promise', 'mysql2'],
    ['@aws-sdk/*', 'aws'],
    ['shared', 'one'],
    ['shared', 'two'],
  ]);

  test.each([
    ['http', ['http']],
    ['node:http', ['http']],
    ['node:fs/promises', ['fs']],
    ['node:fs', undefined],
    ['pg', ['pg']],
    ['pg/lib/client.js', ['pg']],
    ['pg-pool', undefined],
    ['mysql2/promise', ['mysql2']],
    ['@aws-sdk/client-s3', ['aws']],
    ['@aws-sdk/client-s3/dist/index.js', ['aws']],
    ['@aws-other/x', undefined],
    ['shared', ['one', 'two']],
    ['./pg', undefined],
    ['../http/index.js', undefined],
    ['/srv/pg/index.js', undefined],
    ['/srv/node_modules/pg/lib/index.js', ['pg']],
    ['file:///srv/node_modules/pg/lib/index.js', ['pg']],
    ['file:///srv/pg.js', undefined],
    ['#pg', undefined],
    ['', undefined],
  ])('under %j %j is watched', (specifier, expected) => {
    expect(watched.find(specifier)).toEqual(expected);
  });

  test.each([
    ['pg', true],
    ['pg/lib/client.js', false],
    ['mysql2/promise', true],
    ['node:http', true],
    ['@aws-sdk/client-s3', true],
    ['express', false],
  ])('%j itself is watched: %j', (specifier, expected) => {
    expect(watched.has(specifier)).toBe(expected);
  });
});
