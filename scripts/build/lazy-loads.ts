import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';

/** The convention of the sources: `const load = createRequire(import.meta.url)` and then `load('<literal>')`. */
const LOAD = /\bload\(\s*'([^']+)',?\s*\)/g;
/** `load.resolve()` names what another thread runs. */
const LOAD_OR_RESOLVE = /\bload(?:\.resolve)?\(\s*'([^']+)',?\s*\)/g;

/**
 * Packages that stay outside the bundle. The hooks of import-in-the-middle import its own files by URL, so it must be installed as it is; only the
 * file that checks the Node version at each start is bundled. Sentry belongs to the application.
 */
export const isExternal = (specifier: string): boolean =>
  isBuiltin(specifier) ||
  specifier === '@sentry/node' ||
  (specifier.startsWith('import-in-the-middle') && !specifier.endsWith('/supports-sync-hooks.mjs'));

/** A file or package that the sources load on demand, and its chunk in dist/. */
export interface LazyLoad {
  /** A source file's path or a package's name. */
  readonly entry: string;
  readonly isPackage: boolean;
  /** The name of the chunk without extension. All chunks are in dist/ itself, so that every file finds them beside itself. */
  readonly output: string;
}

/** Jaeger's client reads .thrift files relative to its own code, so it has a folder of its own. */
export const JAEGER: LazyLoad = { entry: '@opentelemetry/exporter-jaeger', isPackage: true, output: 'jaeger/exporter' };

/** Resolves the specifier of a `load()`. A chunk is named after its file, whose name is unique in src/, wherever the file moves. */
export function lazyLoad(specifier: string, importer: string): LazyLoad {
  if (specifier === JAEGER.entry) return JAEGER;
  const isFile = specifier.startsWith('.');
  const entry = isFile ? path.resolve(path.dirname(importer), specifier) : specifier;
  const output = isFile ? path.basename(entry, '.ts') : specifier.replace('@', '').replaceAll('/', '-');
  return { entry, isPackage: !isFile, output };
}

const DECLARATION = /^const load = createRequire\(import\.meta\.url\);$/m;

/**
 * Turns each `load` of a source file into a `require`, which the bundler finds. A `load` of a module in the same bundle becomes a static import,
 * because modules for later evaluation are wrapped in functions, which take longer to compile than they save.
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

/** All files and packages that the sources load on demand, each once. */
export function findLazyLoads(root: string): readonly LazyLoad[] {
  const folder = path.join(root, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.d)\.ts$/.test(file));
  const found = new Map<string, LazyLoad>();
  for (const file of [path.join(root, 'register.ts'), ...files.map((name) => path.join(folder, name))]) {
    for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(LOAD_OR_RESOLVE)) {
      if (isExternal(specifier)) continue;
      const load = lazyLoad(specifier, file);
      const same = found.get(load.output);
      if (same !== undefined && same.entry !== load.entry)
        throw new Error(`dist/${load.output}.cjs: expected one source, got ${same.entry} and ${load.entry}`);
      found.set(load.output, load);
    }
  }
  return [...found.values()];
}
