import { createRequire, isBuiltin, syncBuiltinESMExports } from 'node:module';
import { log } from '../../../foundation/diagnostics/log.ts';
import { installedPackageOf, type WatchedModules } from './watched-modules.ts';

const load = createRequire(import.meta.url);

/** The CommonJS files that are loaded; read it before otelier loads parts of its own. Loaded ES modules cannot be seen. */
export const loadedFiles = (): readonly string[] => Object.keys(load.cache);

/** Names the watched packages that were loaded before otelier, which is too late for them. */
export function warnOfPreloadedModules(watched: WatchedModules<unknown>, files: readonly string[]): void {
  const packages = new Set(files.map((file) => installedPackageOf(file.replaceAll('\\', '/'))));
  const early = [...packages].filter((name) => name !== undefined && watched.has(name)).sort();
  if (early.length === 0) return;
  log.warn(
    `expected to be loaded before ${early.join(', ')}, got loaded after; what they do is traced in part or not at all. ` +
      'Put --import otelier/register (or start()) first',
  );
}

/**
 * Loads the watched built-in modules again that are loaded already, be it by the application or by Node. Their instrumentations change them in
 * place, so that this is in time even now, and for named imports too.
 */
export function patchPreloadedBuiltins(watched: WatchedModules<unknown>): void {
  const loaded = new Set((process as { moduleLoadList?: readonly string[] }).moduleLoadList);
  const late = watched.names().filter((name) => isBuiltin(name) && loaded.has(`NativeModule ${name}`));
  for (const name of late) process.getBuiltinModule(name);
  if (late.length > 0) syncBuiltinESMExports();
}
