import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * An ES module of the same names: what a CommonJS file exports under which names, Node could only guess. It shares the one instance of
 * everything with `require`.
 */
export function writeModuleEntry(dist: string, name: string): void {
  const exported = Object.keys(createRequire(path.join(dist, 'x.js'))(`./${name}.cjs`) as object).sort();
  const lines = [`import api from './${name}.cjs';`, `export const { ${exported.join(', ')} } = api;`, ''];
  writeFileSync(path.join(dist, `${name}.js`), lines.join('\n'));
}

/** A file that can be run as a program. */
export function makeExecutable(file: string): void {
  writeFileSync(file, `#!/usr/bin/env node\n${readFileSync(file, 'utf8')}`);
  chmodSync(file, 0o755);
}
