// Builds dist/: the bundle, its types and the licences of what it contains. `npm run build`.
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleEntries, bundleJaeger } from './build/bundle.ts';
import { emitDeclarations } from './build/declarations.ts';
import { renderNotices } from './build/third-party-notices.ts';

const root = path.resolve(import.meta.dirname, '..');
const ENTRIES = { index: 'src/index.ts', register: 'register.ts', cli: 'src/cli/main.ts' };

/**
 * What `-r otelier/register` requires. Node versions whose module hooks run in a thread of their own preload it there too, and in that thread
 * ES modules cannot be required: so it is CommonJS, and looks where it is before it goes on.
 */
const REQUIRED_REGISTER = "'use strict';\nif (require('node:worker_threads').isMainThread) require('./register.js');\n";

rmSync(path.join(root, 'dist'), { recursive: true, force: true });
const metafiles = [await bundleEntries(root, ENTRIES), await bundleJaeger(root)];
writeFileSync(path.join(root, 'dist/register.cjs'), REQUIRED_REGISTER);
writeFileSync(path.join(root, 'dist/THIRD-PARTY-NOTICES.txt'), renderNotices(root, metafiles));
emitDeclarations(root, [ENTRIES.index, ENTRIES.register]);
chmodSync(path.join(root, 'dist/cli.js'), 0o755);
if (process.argv.includes('--metafile')) writeFileSync(path.join(root, 'dist/meta.json'), JSON.stringify(metafiles[0]));
