import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import type { OnResolveArgs, Plugin, PluginBuild, ResolveResult } from 'esbuild';
import { isExternal, type LazyLoad, lazyLoad, withoutLoad } from './lazy-loads.ts';

/** Their ESM builds hide a `require` from bundlers (through `createRequire`); the CommonJS builds do not. */
const COMMONJS_PREFERRED = /^@opentelemetry\/(otlp-grpc-exporter-base|instrumentation-winston)$/;

const DECIDED = Symbol('resolution is decided');

/** Resolves as esbuild does, except that every OpenTelemetry package is one file, whether it is imported or required. */
async function resolveOnce(build: PluginBuild, args: OnResolveArgs): Promise<ResolveResult> {
  const isOpenTelemetry = args.path.startsWith('@opentelemetry/');
  const decided = COMMONJS_PREFERRED.test(args.path) ? 'require-call' : 'import-statement';
  return build.resolve(args.path, {
    kind: isOpenTelemetry ? decided : args.kind,
    importer: args.importer,
    resolveDir: args.resolveDir,
    pluginData: DECIDED,
  });
}

export interface Places {
  readonly root: string;
  /** The modules that are loaded on demand, by entry. */
  readonly lazy: ReadonlyMap<string, LazyLoad>;
  /** Whether a module that is loaded on demand is part of this bundle nevertheless. `isImported`: this bundle imports it statically. */
  readonly isInside: (load: LazyLoad, isImported: boolean) => boolean;
  /** The number of a module of the core that replaces the file; undefined: the file belongs to this bundle. */
  readonly shared: (file: string) => number | undefined;
}

const SHARED = 'shared';
/** The bundle that all others share modules with. */
export const CORE = './core.cjs';

/**
 * Keeps one copy of every module that has state: a module that is loaded on demand is a chunk of its own, and modules of the core are taken from
 * there. Two copies of the instrumentation or API package would not know of each other.
 */
export function singleCopies({ root, lazy, isInside, shared }: Places): Plugin {
  return {
    name: 'single-copies',
    setup(build) {
      build.onResolve({ filter: /.*/ }, async (args) => {
        if (args.pluginData === DECIDED || args.kind === 'entry-point' || isBuiltin(args.path)) return undefined;
        if (args.path === CORE || isExternal(args.path)) return { path: args.path, external: true };
        const { path: found, sideEffects } = await resolveOnce(build, args);
        const module = shared(found);
        // Without this extension Node might take it for an ES module.
        if (module !== undefined) return { path: `${module}.cjs`, namespace: SHARED, sideEffects: false };
        const load = lazy.get(found) ?? lazy.get(args.path);
        if (load !== undefined && !isInside(load, args.kind === 'import-statement'))
          return { path: `./${load.output}.cjs`, external: true };
        if (found === '' || !path.isAbsolute(found)) return undefined;
        // Unused code of packages without side effects is dropped. Our package.json declares that for its entries only.
        return { path: found, sideEffects: sideEffects || !found.includes('/node_modules/') };
      });
      build.onLoad({ filter: /.*/, namespace: SHARED }, (args) => ({
        contents: `module.exports = require('${CORE}').shared(${args.path.replace(/\.cjs$/, '')});`,
        resolveDir: root,
      }));
    },
  };
}

/**
 * Leaves dynamic imports out of the core, where they are never reached: each would wrap all that is imported so, the API for one, in functions. The
 * build fails if one remains, because its file would not be found.
 */
export function noDynamicImports(): Plugin {
  return {
    name: 'no-dynamic-imports',
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ kind, path }) =>
        kind === 'dynamic-import' ? { path, external: true } : undefined,
      );
      build.onEnd(({ metafile }) => {
        const left = Object.values(metafile?.outputs ?? {}).flatMap(({ imports }) =>
          imports.filter(({ kind, path }) => kind === 'dynamic-import' && path.startsWith('.')),
        );
        return { errors: left.map(({ path }) => ({ text: `expected no dynamic import in the core, got ${path}` })) };
      });
    },
  };
}

/** Reads the sources and replaces each `load`. */
export function sources({ isInside }: Places): Plugin {
  return {
    name: 'sources',
    setup(build) {
      build.onLoad({ filter: /\/src\/([^/]+\/)*[^/]+\.ts$|\/register\.ts$/ }, async (args) => {
        const source = await readFile(args.path, 'utf8');
        return {
          contents: withoutLoad(source, (specifier) => isInside(lazyLoad(specifier, args.path), false)),
          loader: 'ts',
        };
      });
    },
  };
}

const LAZY_BUILTIN = 'lazy-builtin';
const COSTLY = /^(node:)?(crypto|http|https|net|tls|zlib)$/;

/**
 * Loads built-in modules at their first use: some cost milliseconds, and packages import them for what they do later or never. Cheap modules are
 * only loaded lazily when they are imported by name.
 */
export function lazyBuiltins(): Plugin {
  return {
    name: 'lazy-builtins',
    setup(build) {
      build.onResolve({ filter: /^(node:)?[a-z_]+$/ }, async (args) => {
        if (!isBuiltin(args.path) || args.kind !== 'import-statement') return undefined;
        const all = COSTLY.test(args.path)
          ? Object.keys(process.getBuiltinModule(args.path) as object).join(',')
          : undefined;
        const names = importedNames(await readFile(args.importer, 'utf8'), args.path) ?? all;
        return names === undefined
          ? undefined
          : { path: `${args.path.replace('node:', '')}:${names}`, namespace: LAZY_BUILTIN };
      });
      build.onLoad({ filter: /.*/, namespace: LAZY_BUILTIN }, (args) => {
        const [builtin, names = ''] = args.path.split(':');
        const getters = names
          .split(',')
          .map((name) => `get ${name}() { return (loaded ??= require('node:${builtin}')).${name}; }`);
        return { contents: `let loaded; module.exports = { ${getters.join(', ')} };` };
      });
    },
  };
}

/** Undefined when the whole module is imported. */
function importedNames(source: string, builtin: string): string | undefined {
  const imports = [...source.matchAll(new RegExp(`^import (?!type)(.*?) from ['"]${builtin}['"]`, 'gm'))];
  const named = imports.map(([, what = '']) => /^\{(.*)\}$/.exec(what)?.[1]);
  if (named.length === 0 || named.includes(undefined)) return undefined;
  const names = named.flatMap((list) => list?.split(',') ?? []).map((name) => name.trim().replace(/ as .*/, ''));
  return names.filter((name) => name !== '' && !name.startsWith('type ')).join(',');
}
