import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';

/** The convention of the sources: `const load = createRequire(import.meta.url)` and then `load('<literal>')`. */
const LOAD = /\bload\(\s*'([^']+)',?\s*\)/g;
/** `load.resolve()` names what another thread runs. */
const LOAD_OR_RESOLVE = /\bload(?:\.resolve)?\(\s*'([^']+)',?\s*\)/g;

/**
 * What stays outside the bundle: import-in-the-middle's hooks import its own files by URL, so it has to lie there as it is. One of its files
 * is a question of the Node version and nothing else, asked at each start. Sentry is the application's own.
 */
export const isExternal = (specifier: string): boolean =>
  isBuiltin(specifier) ||
  specifier === '@sentry/node' ||
  (specifier.startsWith('import-in-the-middle') && !specifier.endsWith('/supports-sync-hooks.mjs'));

/** A file or package that the sources load on demand, and the file in dist/ that stands for it there. */
export interface LazyLoad {
  /** A source file's path or a package's name. */
  readonly entry: string;
  readonly isPackage: boolean;
  /** Without extension, flat in dist/, so that every file finds it beside itself. */
  readonly output: string;
}

/** Jaeger's client reads .thrift files relative to its own code, and so is in a folder of its own. */
export const JAEGER: LazyLoad = { entry: '@opentelemetry/exporter-jaeger', isPackage: true, output: 'jaeger/exporter' };

/** What a `load()` of a specifier stands for. */
export function lazyLoad(specifier: string, importer: string, root: string): LazyLoad {
  if (specifier === JAEGER.entry) return JAEGER;
  const isFile = specifier.startsWith('.');
  const entry = isFile ? path.resolve(path.dirname(importer), specifier) : specifier;
  const name = isFile ? path.relative(path.join(root, 'src'), entry).replace(/\.ts$/, '') : specifier.replace('@', '');
  return { entry, isPackage: !isFile, output: name.replaceAll('/', '-') };
}

const DECLARATION = /^const load = createRequire\(import\.meta\.url\);$/m;

/**
 * Makes each `load` of a source file a `require`, which the bundler sees, or, of what is part of the same bundle, a static import: what is bundled
 * for a later evaluation is wrapped in functions, which takes longer to compile than it saves.
 */
export function withoutLoad(source: string, isInside: (specifier: string) => boolean): string {
  const imports: string[] = [];
  const importLoad = (specifier: string): string => {
    const name = `__loaded${imports.length}`;
    imports.push(`import * as ${name} from '${specifier}';`);
    return name;
  };
  const code = source
    .replace(DECLARATION, '')
    .replace(LOAD, (_, specifier: string) => (isInside(specifier) ? importLoad(specifier) : `require('${specifier}')`))
    .replaceAll(/\bload\.(resolve|cache)\b/g, 'require.$1');
  return `${imports.join('')}${code}`;
}

/** All that is loaded on demand anywhere in the sources, each once. */
export function findLazyLoads(root: string): readonly LazyLoad[] {
  const folder = path.join(root, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.d)\.ts$/.test(file));
  const found = new Map<string, LazyLoad>();
  for (const file of [path.join(root, 'register.ts'), ...files.map((name) => path.join(folder, name))]) {
    for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(LOAD_OR_RESOLVE)) {
      if (isExternal(specifier)) continue;
      const load = lazyLoad(specifier, file, root);
      found.set(load.output, load);
    }
  }
  return [...found.values()];
}
