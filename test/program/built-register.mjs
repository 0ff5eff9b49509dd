// Jest's global setup with OTELIER_TEST_BUILT: bundles the sources once, so that the programs of the tests start faster. The bundle is kept until a source
// changes.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bundleAll, copyJaegerFiles } from '../../scripts/build/bundle.ts';

const root = path.resolve(import.meta.dirname, '../..');
const cache = path.join(root, 'node_modules/.cache/otelier-tests');

function hashOfSources() {
  const folders = ['src', 'scripts/build'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()),
  );
  const files = folders.map(({ parentPath, name }) => path.join(parentPath, name)).sort();
  const hash = createHash('sha256');
  for (const file of [...files, path.join(root, 'register.ts'), path.join(root, 'package-lock.json')])
    hash.update(file).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

export default async function setup() {
  const built = path.join(cache, hashOfSources());
  if (!existsSync(built)) {
    rmSync(cache, { recursive: true, force: true });
    mkdirSync(cache, { recursive: true });
    const unfinished = `${built}-${process.pid}`;
    await bundleAll(root, { register: 'register.ts' }, unfinished);
    copyJaegerFiles(root, unfinished);
    renameSync(unfinished, built);
  }
  process.env.OTELIER_TEST_REGISTER = path.join(built, 'register.cjs');
}
