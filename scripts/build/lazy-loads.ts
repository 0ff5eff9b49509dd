import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The convention of the sources: `const load = createRequire(import.meta.url)` and then `load('<literal>')`. */
const LOAD = /\bload\(\s*'([^']+)',?\s*\)/g;

/** What stays outside the bundle: import-in-the-middle's hooks import its own files by URL, so it has to lie there as it is. */
export const EXTERNAL = ['import-in-the-middle', 'import-in-the-middle/*'];

/** A file or package that the sources load on demand, and the file in dist/ that stands for it there. */
export interface LazyLoad {
  /** A source file's path or a package's name. */
  readonly entry: string;
  readonly isPackage: boolean;
  /** Without extension, flat in dist/, so that every chunk finds it beside itself. */
  readonly output: string;
}

const isExternal = (specifier: string): boolean => specifier.startsWith('import-in-the-middle');

/** Answers the file in dist/ for a `load()` of a source file; external packages keep their name. */
export function builtSpecifier(specifier: string, importer: string, root: string): string {
  if (isExternal(specifier)) return specifier;
  if (specifier === JAEGER.entry) return `./${JAEGER.output}.cjs`;
  return `./${lazyLoad(specifier, importer, root).output}.js`;
}

/** Jaeger's client reads .thrift files relative to its own code, and so is a CommonJS bundle of its own. */
export const JAEGER: LazyLoad = { entry: '@opentelemetry/exporter-jaeger', isPackage: true, output: 'jaeger/exporter' };

function lazyLoad(specifier: string, importer: string, root: string): LazyLoad {
  const isFile = specifier.startsWith('.');
  const entry = isFile ? path.resolve(path.dirname(importer), specifier) : specifier;
  const name = isFile ? path.relative(path.join(root, 'src'), entry).replace(/\.ts$/, '') : specifier.replace('@', '');
  return { entry, isPackage: !isFile, output: name.replaceAll('/', '-') };
}

/** Replaces each `load()` literal by what it is in dist/. */
export function rewriteLoads(source: string, importer: string, root: string): string {
  return source.replace(LOAD, (_, specifier: string) => `load('${builtSpecifier(specifier, importer, root)}')`);
}

/** All that is loaded on demand anywhere in the sources, each once. */
export function findLazyLoads(root: string): readonly LazyLoad[] {
  const folder = path.join(root, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.d)\.ts$/.test(file));
  const found = new Map<string, LazyLoad>();
  for (const file of [path.join(root, 'register.ts'), ...files.map((name) => path.join(folder, name))]) {
    for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(LOAD)) {
      if (isExternal(specifier) || specifier === JAEGER.entry) continue;
      const load = lazyLoad(specifier, file, root);
      found.set(load.output, load);
    }
  }
  return [...found.values()];
}
