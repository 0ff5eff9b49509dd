import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import manifest from '../../package.json' with { type: 'json' };
import { type InstalledPackage, installPackage, root } from './installed-package.ts';

const run = promisify(execFile);
const TSC = path.join(root, 'node_modules/typescript/bin/tsc');

const SPECIFIERS = Object.keys(manifest.exports)
  .filter((subpath) => subpath !== './package.json')
  .map((subpath) => `otelier${subpath.slice(1)}`);
const EVERYTHING = SPECIFIERS.map((specifier, index) => `export * as part${index} from '${specifier}';`).join('\n');

/** As strict as TypeScript can be about the declarations of a package. */
const STRICT = [
  ...['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--skipLibCheck', 'false'],
  ...['--target', 'es2022', '--typeRoots', path.join(root, 'node_modules/@types')],
];

const PROJECTS: readonly (readonly [string, string, readonly string[]])[] = [
  ['NodeNext, ES module', 'all.mts', ['--module', 'nodenext', '--types', 'node']],
  ['NodeNext, CommonJS', 'all.cts', ['--module', 'nodenext', '--types', 'node']],
  ['a bundler', 'all.ts', ['--module', 'esnext', '--moduleResolution', 'bundler', '--types', 'node']],
  ['a bundler of CommonJS', 'all.ts', ['--module', 'commonjs', '--moduleResolution', 'bundler', '--types', 'node']],
  ['NodeNext without types of Node', 'all.mts', ['--module', 'nodenext', '--types', '']],
];

describe('public types', () => {
  let installed: InstalledPackage;

  beforeAll(async () => {
    installed = await installPackage();
    for (const file of ['all.mts', 'all.cts', 'all.ts']) await installed.write(file, EVERYTHING);
  }, 180_000);

  afterAll(async () => {
    await installed?.remove();
  });

  test('are exported by every subpath', () => {
    expect(SPECIFIERS).toContain('otelier/genai');
    expect(SPECIFIERS.length).toBeGreaterThanOrEqual(8);
  });

  test.each(PROJECTS)('compile in a strict project without skipLibCheck: %s', async (_, file, flags) => {
    const args = [TSC, ...STRICT, ...flags, file];
    // The compiler prints its errors on standard output.
    const output = await run(process.execPath, args, { cwd: installed.folder }).catch(
      (error: { stdout: string }) => error,
    );
    expect(output.stdout).toBe('');
  });
});
