import { cpSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { CORE, lazyBuiltins, noDynamicImports, type Places, singleCopies, sources } from './bundle-plugins.ts';
import { findLazyLoads, JAEGER, type LazyLoad } from './lazy-loads.ts';

/**
 * The chunks that every start with default settings loads. They are part of the core, because one file is read and parsed faster than many.
 * test/package checks that nothing else is loaded at such a start.
 */
const LOADED_AT_START = ['resource', 'sampler', 'logger-provider', 'meter-provider', 'tracer-provider', 'start'];

/**
 * Chunks that take nothing from the core, with the chunks that they contain: one must load faster than the core, one runs in a thread of its own at a
 * moment when time is short, one is in another folder.
 */
const APART: Readonly<Record<string, readonly string[]>> = {
  'disabled-propagation': ['opentelemetry-propagator-b3'],
  'exit-worker': [],
  [JAEGER.output]: [],
};

/**
 * Modules without state: each bundle has its own copy of what it needs. This also holds for the index files of packages: in the core they would bring
 * in everything that they name, used or not.
 */
const STATELESS =
  /\/@opentelemetry\/(semantic-conventions\/|(core|resources|sdk-(logs|metrics|trace))\/dist\/index\.mjs$)|\/src\/foundation\/configuration\/(disabled|runtime)\.ts$/;

/** Replaces import.meta.url in CommonJS. */
const FILE_URL = "const __fileUrl=require('node:url').pathToFileURL(__filename).href;";

const COMMON: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22.15',
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
  minifySyntax: true,
  minifyWhitespace: true,
  define: { 'import.meta.url': '__fileUrl' },
  banner: { js: `'use strict';${FILE_URL}` },
};

/** Without strict mode, on which Jaeger's client relies. */
const SLOPPY: BuildOptions = { banner: { js: FILE_URL } };

/** Bundles the core, the chunks and the entries, each a CommonJS file in `dist`. Returns a metafile of each. */
export async function bundleAll(
  root: string,
  entries: Readonly<Record<string, string>>,
  dist = path.join(root, 'dist'),
): Promise<readonly Metafile[]> {
  const bundler = new Bundler(root, dist);
  const inCore = await bundler.filesOfCore();
  const loads = findLazyLoads(root);
  checkNames(loads, Object.keys(entries));
  const others = [...loads.filter((load) => !isAtStart(load)), ...asLoads(root, entries)];
  // Bundles name shared modules by their number: paths would take 5 % of the core.
  const numbers = new Map([...inCore].sort().map((name, number) => [name, number]));
  const used = new Map<number, string>();
  const shared = (file: string): number | undefined => {
    const name = path.relative(root, file);
    const number = numbers.get(name);
    if (number === undefined || STATELESS.test(file)) return undefined;
    used.set(number, name);
    return number;
  };
  const metafiles: Metafile[] = [];
  for (const load of others) metafiles.push(await bundler.bundle(load, shared));
  return [await bundler.core([...used].sort(([a], [b]) => a - b)), ...metafiles];
}

/** A file that was renamed must not silently drop out of the core. */
function checkNames(loads: readonly LazyLoad[], entries: readonly string[]): void {
  const outputs = new Set(loads.map(({ output }) => output));
  const missing = [...LOADED_AT_START, ...Object.keys(APART)].filter((name) => !outputs.has(name));
  const taken = entries.filter((name) => outputs.has(name));
  if (missing.length + taken.length > 0)
    throw new Error(
      `expected chunks named ${missing.join(', ') || '-'}; expected no chunk named ${taken.join(', ') || '-'}`,
    );
}

const isAtStart = ({ output }: LazyLoad): boolean => LOADED_AT_START.includes(output);

const asLoads = (root: string, entries: Readonly<Record<string, string>>): readonly LazyLoad[] =>
  Object.entries(entries).map(([output, file]) => ({ entry: path.join(root, file), isPackage: false, output }));

class Bundler {
  readonly #root: string;
  readonly #dist: string;

  constructor(root: string, dist: string) {
    this.#root = root;
    this.#dist = dist;
  }

  /** The files that start-up needs, relative to the root. */
  async filesOfCore(): Promise<ReadonlySet<string>> {
    const { outputs } = await this.#buildCore([[0, 'src/distribution/start/start.ts']], false);
    const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
    return new Set(inputs.flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? file : [])));
  }

  core(shared: readonly (readonly [number, string])[]): Promise<Metafile> {
    return this.#buildCore(shared, true);
  }

  bundle(load: LazyLoad, shared: Places['shared']): Promise<Metafile> {
    const apart = APART[load.output];
    const isInside: Places['isInside'] = ({ output }, isImported) =>
      output === load.output || (apart !== undefined && (isImported || apart.includes(output)));
    const contents = load === JAEGER ? `module.exports = require('${load.entry}');` : `export * from '${load.entry}';`;
    const stdin = { contents, resolveDir: this.#root };
    return this.#build(
      { stdin, outfile: path.join(this.#dist, `${load.output}.cjs`), ...(load === JAEGER ? SLOPPY : {}) },
      isInside,
      apart ? () => undefined : shared,
    );
  }

  #buildCore(shared: readonly (readonly [number, string])[], write: boolean): Promise<Metafile> {
    // An ES module is imported, not required, and so need not be wrapped in a function.
    const isModule = (file: string): boolean => /\.(ts|mjs)$/.test(file);
    const imports = shared.map(([number, file]) => (isModule(file) ? `import * as m${number} from './${file}';` : ''));
    const modules = shared.map(
      ([number, file]) => `${number}: ${isModule(file) ? `m${number}` : `require('./${file}')`}`,
    );
    const contents = `${imports.join('')}const modules = { ${modules} }; export const shared = (number) => modules[number];`;
    const plugins = [noDynamicImports()];
    const options = {
      stdin: { contents, resolveDir: this.#root },
      outfile: path.join(this.#dist, path.basename(CORE)),
      write,
      plugins,
    };
    return this.#build(
      options,
      (load, isImported) => isImported || isAtStart(load),
      () => undefined,
    );
  }

  async #build(options: BuildOptions, isInside: Places['isInside'], shared: Places['shared']): Promise<Metafile> {
    const root = this.#root;
    const lazy = new Map(findLazyLoads(root).map((load) => [load.entry, load]));
    const places = { root, lazy, isInside, shared };
    const plugins = [...(options.plugins ?? []), lazyBuiltins(), singleCopies(places), sources(places)];
    const { metafile } = await build({ ...COMMON, absWorkingDir: root, ...options, plugins, metafile: true });
    return metafile;
  }
}

/** Copies the .thrift files that Jaeger's client reads next to it. */
export function copyJaegerFiles(root: string, dist = path.join(root, 'dist')): void {
  const client = path.dirname(createRequire(path.join(root, 'package.json')).resolve('jaeger-client/package.json'));
  const folder = path.join(dist, path.dirname(JAEGER.output));
  for (const file of ['jaeger-idl/thrift/jaeger.thrift', 'thriftrw-idl/agent.thrift']) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    cpSync(path.join(client, 'dist/src', file), path.join(folder, file));
  }
}
