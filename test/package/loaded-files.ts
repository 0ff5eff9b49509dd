import path from 'node:path';
import type { InstalledPackage } from './installed-package.ts';

// Before otelier, so that it sees everything; the part of a path from node_modules on.
const LISTING = `
const files = new Set();
require('node:module').registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) files.add(url.replace(/.*?\\/node_modules\\//, ''));
    return next(url, context);
  },
});
process.on('exit', () => process.stdout.write('\\nLOADED ' + JSON.stringify([...files])));`;

/** The files of packages that a program loads, from their package's name on. */
export async function loadedFiles(
  installed: InstalledPackage,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const listing = await installed.write('list-loads.cjs', LISTING);
  const { stdout } = await installed.node(['-r', `./${listing}`, ...args], env);
  const [, list = '[]'] = /LOADED (.*)$/.exec(stdout) ?? [];
  return (JSON.parse(list) as string[]).filter((file) => !path.isAbsolute(file) && !file.startsWith('file:')).sort();
}
