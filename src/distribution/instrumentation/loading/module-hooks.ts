import module, { createRequire, type ResolveHookSync } from 'node:module';
import { pathToFileURL } from 'node:url';
import { context as contexts } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { supportsSyncHooks } from 'import-in-the-middle/supports-sync-hooks.mjs';
import { log } from '../../../foundation/diagnostics/log.ts';
import { isOwnFile } from './own-files.ts';
import type { WatchedModules } from './watched-modules.ts';

const load = createRequire(import.meta.url);

/** Whether this Node has load hooks that run in the thread of the application: from 22.22.3, 24.11.1, 25.1 and 26 on. */
export const canPatchImportsInThread = supportsSyncHooks;

export interface LoadWatch {
  /** The specifier of each `require` and `import`, before it loads. */
  readonly onLoad: (specifier: string) => void;
  /** Where it was found. */
  readonly onResolved: (specifier: string, url: string) => void;
  /** What stands for Node's own resolution. */
  readonly resolve?: ResolveHookSync;
}

const resolveAsNode: ResolveHookSync = (specifier, context, next) => next(specifier, context);

/** Calls back for what is required or imported from now on by others than otelier, so that it can still be patched. */
export function watchModuleLoads({ onLoad, onResolved, resolve = resolveAsNode }: LoadWatch): void {
  module.registerHooks({
    resolve(specifier, context, next) {
      if (isOwnFile(context.parentURL)) return next(specifier, context);
      onLoad(specifier);
      const result = resolve(specifier, context, next);
      onResolved(specifier, result.url);
      return result;
    },
  });
}

/**
 * A resolution that lets instrumentations patch what is imported of the watched modules. import-in-the-middle and its lexers are loaded with
 * the first such import: `require` never needs them, and a `load` hook makes every module load dearer.
 */
export function patchingImports(watched: WatchedModules<unknown>): ResolveHookSync {
  let isActive = false;
  return (specifier, context, next) => {
    const isImport = !isActive && context.parentURL !== undefined && !context.conditions.includes('require');
    if (!isImport || !watched.has(specifier)) return next(specifier, context);
    isActive = true;
    const hook = quietly(() => createImportHook(watched));
    if (hook === undefined) return next(specifier, context);
    // For all that comes. This resolution is past it already, and made up for below; the loading that follows is not.
    module.registerHooks({
      resolve: hook.resolveSync,
      load: (...args) => untraced(() => hook.loadSync(...args)),
    });
    return hook.resolveSync(specifier, context, next);
  };
}

/** Files that are read to load modules are none that the application reads. */
const untraced = <T>(load: () => T): T => contexts.with(suppressTracing(contexts.active()), load);

/** What goes wrong is nothing that the application should notice. */
function quietly<T>(load: () => T): T | undefined {
  try {
    return untraced(load);
  } catch (error) {
    log.warn(
      `import-in-the-middle: expected to load, got "${(error as Error).message}"; what is imported is not traced`,
    );
    return undefined;
  }
}

function createImportHook(watched: WatchedModules<unknown>) {
  const { createHook } = load(
    'import-in-the-middle/create-hook.mjs',
  ) as typeof import('import-in-the-middle/create-hook.mjs');
  const hook = createHook({ url: pathToFileURL(load.resolve('import-in-the-middle/register-hooks.mjs')).href });
  hook.applyOptions({ shouldInclude: (_, specifier) => watched.has(specifier) });
  return hook;
}

/**
 * The same for older Node versions, where load hooks have to run in a thread of their own. From then on these versions cannot
 * `require` ES modules any more.
 */
export function patchImportsFromOtherThread(watched: WatchedModules<unknown>): void {
  const names = watched.names().flatMap((name) => [name, `node:${name}`]);
  const prefixes = watched.prefixes().map((prefix) => new RegExp(`/node_modules/${prefix.replaceAll('.', '\\.')}`));
  module.register('import-in-the-middle/hook.mjs', import.meta.url, { data: { include: [...names, ...prefixes] } });
}
