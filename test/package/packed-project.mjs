// Jest's global setup and teardown of the package suite: packs the project once, as `npm publish` would, for all its test files.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export default function setup() {
  const folder = mkdtempSync(path.join(tmpdir(), 'otelier-packed-'));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: path.resolve(import.meta.dirname, '../..'),
  });
  process.env.OTELIER_TEST_PACKED = folder;
  globalThis.removePacked = () => rmSync(folder, { recursive: true, force: true });
}
