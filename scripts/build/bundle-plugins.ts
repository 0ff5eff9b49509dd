import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import { rewriteLoads } from './lazy-loads.ts';

/** Their ESM builds hide a `require` from bundlers (through `createRequire`); the CommonJS builds do not. */
const COMMONJS_PREFERRED = /^@opentelemetry\/(otlp-grpc-exporter-base|instrumentation-winston)$/;

const DECIDED = Symbol('resolution is decided');

/**
 * One copy of every OpenTelemetry package, whether it is imported or required: two copies of the instrumentation or API package
 * would each have state of their own.
 */
export function singleCopy(): Plugin {
  return {
    name: 'single-copy',
    setup(build) {
      build.onResolve({ filter: /^@opentelemetry\// }, (args) => {
        if (args.pluginData === DECIDED) return undefined;
        const kind = COMMONJS_PREFERRED.test(args.path) ? 'require-call' : 'import-statement';
        return build.resolve(args.path, {
          kind,
          importer: args.importer,
          resolveDir: args.resolveDir,
          pluginData: DECIDED,
        });
      });
    },
  };
}

const PACKAGE = 'package:';

/** The entry point that stands for a package which is loaded on demand. */
export const packageEntry = (name: string): string => `${PACKAGE}${name}`;

/**
 * Entries of packages. What a CommonJS package exports is known at run time only, so it goes out under the name that `require` of an
 * ES module answers as a whole: https://nodejs.org/api/modules.html#loading-ecmascript-modules-using-require
 */
export function packageEntries(root: string): Plugin {
  return {
    name: 'package-entries',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${PACKAGE}`) }, async (args) => {
        const name = args.path.slice(PACKAGE.length);
        const resolved = await build.resolve(name, { kind: 'import-statement', resolveDir: root });
        return resolved.path.endsWith('.mjs') ? resolved : { path: name, namespace: 'commonjs-package' };
      });
      build.onLoad({ filter: /.*/, namespace: 'commonjs-package' }, (args) => ({
        contents: `const exported = require('${args.path}'); export { exported as 'module.exports' };`,
        resolveDir: root,
      }));
    },
  };
}

/** Points `load()` calls of our own sources to the files of dist/. */
export function lazyEntries(root: string): Plugin {
  return {
    name: 'lazy-entries',
    setup(build) {
      build.onLoad({ filter: /\/src\/([^/]+\/)?[^/]+\.ts$|\/register\.ts$/ }, async (args) => ({
        contents: rewriteLoads(await readFile(args.path, 'utf8'), args.path, root),
        loader: 'ts',
      }));
    },
  };
}
