import { readFileSync } from 'node:fs';
import type { ResolveHookContext, ResolveHookSync } from 'node:module';
import { installedPackageOf, packageOf, type WatchedModules } from './watched-modules.ts';

/** A watched package that a module was resolved to, whatever it was imported or required as. */
export interface ResolvedPackage {
  /** Its name, as instrumentations know it. */
  readonly name: string;
  /** The name of its folder in node_modules: another one where the package is installed under an alias. */
  readonly folderName: string;
  readonly folderUrl: string;
}

type Next = Parameters<ResolveHookSync>[2];

/**
 * Recognizes watched packages by the file that a specifier was resolved to: through links (`pg-587764f78a6c7a9c`, as Turbopack names packages),
 * aliases of npm (`"express4": "npm:express@4"`), URLs and `imports` of a package.json.
 */
export class ResolvedPackages {
  readonly #watched: WatchedModules<unknown>;
  readonly #byFolder = new Map<string, ResolvedPackage | undefined>();

  constructor(watched: WatchedModules<unknown>) {
    this.#watched = watched;
  }

  /** Runs for every load: relative specifiers stay within a package, and each package is looked at once. */
  find(specifier: string, url: string, parentUrl: string | undefined): ResolvedPackage | undefined {
    if (specifier.startsWith('.') || !url.startsWith('file:')) return undefined;
    const folderName = installedPackageOf(url);
    if (folderName === undefined) return undefined;
    const folderUrl = url.slice(0, url.lastIndexOf('/node_modules/') + '/node_modules/'.length + folderName.length);
    if (this.#byFolder.has(folderUrl)) return this.#byFolder.get(folderUrl);
    // Reading the package.json of each dependency of dependencies would take longer than it is worth: aliases are the application's.
    const isReadable = parentUrl === undefined || !parentUrl.includes('/node_modules/');
    const isWatched = this.#watched.modulesOf(folderName).length > 0;
    if (!isWatched && !isReadable) return undefined;
    const name = isWatched ? folderName : readName(folderUrl);
    const isKnown = name !== undefined && this.#watched.modulesOf(name).length > 0;
    const found = isKnown ? { name, folderName, folderUrl } : undefined;
    this.#byFolder.set(folderUrl, found);
    return found;
  }

  /** The watched module, as instrumentations know it, that an import resolves to; `undefined` for other files of its package. */
  moduleOf(specifier: string, url: string, context: ResolveHookContext, next: Next): string | undefined {
    const found = this.find(specifier, url, context.parentURL);
    if (found === undefined) return undefined;
    const { name, folderName, folderUrl } = found;
    if (!isPathOrUrl(specifier)) {
      const module = `${name}${specifier.slice(packageOf(specifier).length)}`;
      return this.#watched.has(module) ? module : undefined;
    }
    const inside = { ...context, parentURL: `${folderUrl}/package.json` };
    const resolvesTo = (module: string): boolean => {
      try {
        return next(`${folderName}${module.slice(name.length)}`, inside).url === url;
      } catch {
        // The package does not export it.
        return false;
      }
    };
    return this.#watched.modulesOf(name).find(resolvesTo);
  }
}

/** Absolute paths, URLs, and `imports` of a package.json, which begin with `#`. */
const isPathOrUrl = (specifier: string): boolean => /^[/#]|^file:/.test(specifier);

function readName(folderUrl: string): string | undefined {
  try {
    const { name } = JSON.parse(readFileSync(new URL(`${folderUrl}/package.json`), 'utf8')) as { name?: unknown };
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}
