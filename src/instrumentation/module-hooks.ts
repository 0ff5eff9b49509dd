import module, { createRequire } from 'node:module';
import { supportsSyncHooks } from 'import-in-the-middle/supports-sync-hooks.mjs';

const load = createRequire(import.meta.url);

/** The library a specifier belongs to: `node:http` is http, `openai/streaming` is openai, `@scope/name/x` is @scope/name. */
export function libraryOf(specifier: string): string {
  const parts = specifier.replace(/^node:/, '').split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

/**
 * Calls `onLibrary` with the library of every specifier that is required or imported from now on, before it loads, so that an
 * instrumentation made there and then still patches this very load. For Node versions of which `canWatchModuleLoads` is true.
 */
export function watchModuleLoads(modules: readonly string[], onLibrary: (library: string) => void): void {
  const { register } = load(
    'import-in-the-middle/register-hooks.mjs',
  ) as typeof import('import-in-the-middle/register-hooks.mjs');
  register({ include: bothSpellings(modules) });
  module.registerHooks({
    resolve(specifier, context, next) {
      onLibrary(libraryOf(specifier));
      return next(specifier, context);
    },
  });
}

/** Whether this Node has hooks that run in the thread of the application: from 22.22.3, 24.11.1, 25.1 and 26 on. */
export const canWatchModuleLoads = supportsSyncHooks;

/**
 * For older Node versions: imports of the modules can be patched by instrumentations that exist already. To be called when everything of
 * our own is loaded, since from then on these versions cannot `require` ES modules any more.
 */
export function patchImports(modules: readonly string[]): void {
  module.register('import-in-the-middle/hook.mjs', import.meta.url, { data: { include: bothSpellings(modules) } });
}

const bothSpellings = (modules: readonly string[]): string[] => modules.flatMap((name) => [name, `node:${name}`]);
