import { cpSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { lazyEntries, packageEntries, packageEntry, singleCopy } from './bundle-plugins.ts';
import { EXTERNAL, findLazyLoads, JAEGER } from './lazy-loads.ts';

const COMMON: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node22.15',
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/** CommonJS parts of the bundle call `require`; in an ES module there is none unless one is made. */
const REQUIRE_BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** Bundles the entries and everything they load on demand, as ES modules that share their chunks. Also right for `require`. */
export async function bundleEntries(root: string, entries: Readonly<Record<string, string>>): Promise<Metafile> {
  const lazy = findLazyLoads(root).map(
    ({ entry, isPackage, output }) => [output, isPackage ? packageEntry(entry) : entry] as const,
  );
  const { metafile } = await build({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: { ...entries, ...Object.fromEntries(lazy) },
    outdir: 'dist',
    format: 'esm',
    splitting: true,
    chunkNames: 'chunk-[hash]',
    external: EXTERNAL,
    banner: { js: REQUIRE_BANNER },
    plugins: [packageEntries(root), singleCopy(), lazyEntries(root)],
    metafile: true,
  });
  return metafile;
}

/** Bundles the Jaeger exporter as CommonJS, with the .thrift files it reads beside it. */
export async function bundleJaeger(root: string): Promise<Metafile> {
  const outfile = `dist/${JAEGER.output}.cjs`;
  const { metafile } = await build({
    ...COMMON,
    absWorkingDir: root,
    // Not the package itself: it is strict, and a bundle is as strict as its entry, but the client relies on sloppy mode.
    stdin: { contents: `module.exports = require('${JAEGER.entry}');`, resolveDir: root },
    outfile,
    format: 'cjs',
    metafile: true,
  });
  const client = path.dirname(createRequire(path.join(root, 'package.json')).resolve('jaeger-client/package.json'));
  const folder = path.join(root, path.dirname(outfile));
  for (const file of ['jaeger-idl/thrift/jaeger.thrift', 'thriftrw-idl/agent.thrift']) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    cpSync(path.join(client, 'dist/src', file), path.join(folder, file));
  }
  return metafile;
}
