// Builds dist/: the bundles, their types and the licences of what they contain. `npm run build`; with `-- --metafile` also what is in each.
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleAll, copyJaegerFiles } from './build/bundle.ts';
import { emitDeclarations } from './build/declarations.ts';
import { makeExecutable, writeModuleEntry } from './build/entry-files.ts';
import { renderNotices } from './build/third-party-notices.ts';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
/** The package itself and its subpaths. */
const MODULES = {
  index: 'src/public/index.ts',
  redaction: 'src/public/redaction.ts',
  logs: 'src/public/logs.ts',
  sampling: 'src/public/sampling.ts',
  genai: 'src/public/genai.ts',
  semconv: 'src/public/semconv.ts',
  flow: 'src/public/flow.ts',
};
const ENTRIES = { ...MODULES, register: 'register.ts', cli: 'src/tools/cli/main.ts' };

rmSync(dist, { recursive: true, force: true });
const metafiles = await bundleAll(root, ENTRIES);
copyJaegerFiles(root);
for (const name of Object.keys(MODULES)) writeModuleEntry(dist, name);
makeExecutable(path.join(dist, 'cli.cjs'));
writeFileSync(path.join(dist, 'THIRD-PARTY-NOTICES.txt'), renderNotices(root, metafiles));
emitDeclarations(root, [...Object.values(MODULES), ENTRIES.register]);
if (process.argv.includes('--metafile')) writeFileSync(path.join(dist, 'meta.json'), JSON.stringify(metafiles));
