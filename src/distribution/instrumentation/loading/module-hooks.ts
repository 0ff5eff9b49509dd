import module, { createRequire, type ResolveHookContext, type ResolveHookSync } from 'node:module';
import { pathToFileURL } from 'node:url';
import { context as contexts } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { supportsSyncHooks } from 'import-in-the-middle/supports-sync-hooks.mjs';
import { log } from '../../../foundation/diagnostics/log.ts';
import { isOtelierFile } from './otelier-files.ts';
import type { ResolvedPackages } from './resolved-packages.ts';
import type { WatchedModules } from './watched-modules.ts';

const load = createRequire(import.meta.url);

/** Whether this Node has load hooks that run in the thread of the application: from 22.22.3, 24.11.1, 25.1 and 26 on. */
export const canPatchImportsInThread = supportsSyncHooks;

export interface LoadWatch {
  /** The specifier of each `require` and `import`, before it loads. */
  readonly onLoad: (specifier: string) => void;
  /** Called with the file that it was resolved to, before that is loaded. */
  readonly onResolved: (specifier: string, url: string, parentUrl: string | undefined) => void;
  /** Replaces Node's own resolution. */
  readonly resolve?: ResolveHookSync;
}

const resolveAsNode: ResolveHookSync = (specifier, context, next) => next(specifier, context);

/** Calls back for each module that is required or imported from now on by other files than otelier's, so that it can still be patched. */
export function watchModuleLoads({ onLoad, onResolved, resolve = resolveAsNode }: LoadWatch): void {
  module.registerHooks({
    resolve(specifier, context, next) {
      if (isOtelierFile(context.parentURL)) return next(specifier, context);
      onLoad(specifier);
      return resolve(specifier, context, (requested, changes) => {
        const result = next(requested, changes);
        if (requested === specifier) onResolved(specifier, result.url, context.parentURL);
        return result;
      });
    },
  });
}

/**
 * A resolution that lets instrumentations patch imports of the watched modules. import-in-the-middle and its lexers are loaded with
 * the first such import: `require` never needs them, and a `load` hook makes every module load dearer.
 */
export function patchingImports(watched: WatchedModules<unknown>, packages: ResolvedPackages): ResolveHookSync {
  let isActive = false;
  return (specifier, context, next) => {
    const result = next(specifier, context);
    if (isActive || !isImport(context)) return result;
    const name = watched.has(specifier) ? specifier : packages.moduleOf(specifier, result.url, context, next);
    if (name === undefined || isImportMetaResolve()) return result;
    isActive = true;
    const hook = withoutFailing(() => createImportHook(watched));
    if (hook === undefined) return result;
    const patching = patchingResolution(hook, watched, packages);
    // For all imports to come. This one has passed the new hook already, and so is resolved by it here; its loading is still to come.
    module.registerHooks({ resolve: patching, load: (...args) => untraced(() => hook.loadSync(...args)) });
    return patching(specifier, context, next);
  };
}

const isImport = ({ parentURL, conditions }: ResolveHookContext): boolean =>
  parentURL !== undefined && !conditions.includes('require');

type ImportHook = ReturnType<typeof createImportHook>;

/** import-in-the-middle matches specifiers: it is given the name of the module, whatever the module was imported as. */
function patchingResolution(
  hook: ImportHook,
  watched: WatchedModules<unknown>,
  packages: ResolvedPackages,
): ResolveHookSync {
  return (specifier, context, next) => {
    if (!isImport(context)) return next(specifier, context);
    if (watched.has(specifier)) {
      return isImportMetaResolve() ? next(specifier, context) : hook.resolveSync(specifier, context, next);
    }
    const result = hook.resolveSync(specifier, context, next);
    if (isPatchedUrl(result.url) || isPatchedUrl(context.parentURL ?? '')) return result;
    const name = packages.moduleOf(specifier, result.url, context, next);
    if (name === undefined || isImportMetaResolve()) return result;
    return hook.resolveSync(name, context, (requested, changes) =>
      requested === name ? result : next(requested, changes),
    );
  };
}

const isPatchedUrl = (url: string): boolean => /[?&]iitm=/.test(url);

/**
 * Whether the resolution under way is a call of `import.meta.resolve`, which gives the application a URL: it has to be that of the module, without
 * import-in-the-middle's parameter. Only the stack shows the difference to an import. Called for watched modules only.
 */
function isImportMetaResolve(): boolean {
  const { stackTraceLimit, prepareStackTrace } = Error;
  try {
    Error.stackTraceLimit = 30;
    Reflect.deleteProperty(Error, 'prepareStackTrace');
    return /node:internal\/modules\/esm\/initialize_import_meta/.test(String(new Error().stack));
  } catch {
    // Under --frozen-intrinsics.
    return false;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (prepareStackTrace !== undefined) Error.prepareStackTrace = prepareStackTrace;
  }
}

/** Files that are read to load modules are none that the application reads. */
const untraced = <T>(load: () => T): T => contexts.with(suppressTracing(contexts.active()), load);

/** The application must not notice a failure. */
function withoutFailing<T>(load: () => T): T | undefined {
  try {
    return untraced(load);
  } catch (error) {
    log.warn(`import-in-the-middle: expected to load, got "${(error as Error).message}"; imports are not traced`);
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
