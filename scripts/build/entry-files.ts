import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * Writes an ES module with the names of a CommonJS entry, because Node can only guess the exports of a CommonJS file. Both share one instance of
 * everything.
 */
export function writeModuleEntry(dist: string, name: string): void {
  const exported = Object.keys(createRequire(path.join(dist, 'x.js'))(`./${name}.cjs`) as object).sort();
  const lines = [`import api from './${name}.cjs';`, `export const { ${exported.join(', ')} } = api;`, ''];
  writeFileSync(path.join(dist, `${name}.js`), lines.join('\n'));
}

/** Makes a file executable as a program. */
export function makeExecutable(file: string): void {
  writeFileSync(file, `#!/usr/bin/env node\n${readFileSync(file, 'utf8')}`);
  chmodSync(file, 0o755);
}
