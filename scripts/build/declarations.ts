import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const RELATIVE_TS = /((?:from |import\()['"])(\.{1,2}\/[^'"]+)\.ts(['"])/g;

/**
 * Emits the types of the entries into dist/types, once for `import` (.d.ts) and once for `require` (.d.cts), because TypeScript derives
 * the module kind of a package from the extension of its types.
 */
export function emitDeclarations(root: string, entries: readonly string[]): void {
  const outDir = path.join(root, 'dist/types');
  const settings = {
    extends: path.join(root, 'tsconfig.json'),
    files: [
      ...entries.map((entry) => path.join(root, entry)),
      path.join(root, 'src/distribution/instrumentation/import-in-the-middle.d.ts'),
    ],
    include: [],
  };
  const options = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    outDir,
    rootDir: root,
    noUnusedLocals: false,
  };
  const project = path.join(root, 'dist/tsconfig.types.json');
  writeFileSync(project, JSON.stringify({ ...settings, compilerOptions: options }));
  execFileSync(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', project], {
    stdio: 'inherit',
  });
  rmSync(project);
  const used = reachable(entries.map((entry) => path.join(outDir, entry.replace(/\.ts$/, '.d.ts'))));
  for (const name of readdirSync(outDir, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.d.ts'),
  )) {
    const file = path.join(outDir, name);
    if (used.has(file)) writeBothKinds(file);
    else rmSync(file);
  }
}

/** The compiler emits the types of every source. Users need only those that the entries refer to. */
function reachable(entries: readonly string[]): ReadonlySet<string> {
  const found = new Set(entries);
  for (const file of found)
    for (const [, , target] of readFileSync(file, 'utf8').matchAll(RELATIVE_TS))
      found.add(path.resolve(path.dirname(file), `${target}.d.ts`));
  return found;
}

/** TypeScript has the types of `using` in no version of ECMAScript yet, so that users would have to add them to `lib`. */
const DISPOSABLE = '/// <reference lib="esnext.disposable" />\n';

function writeBothKinds(file: string): void {
  const emitted = readFileSync(file, 'utf8');
  const text = /Symbol\.(asyncD|d)ispose|\b(Async)?Disposable\b/.test(emitted) ? DISPOSABLE + emitted : emitted;
  writeFileSync(file, text.replace(RELATIVE_TS, '$1$2.js$3'));
  writeFileSync(file.replace(/\.d\.ts$/, '.d.cts'), text.replace(RELATIVE_TS, '$1$2.cjs$3'));
}
