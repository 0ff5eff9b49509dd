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
 * instrumentation made there and then still patches this very load. Answers whether Node can do that; where it cannot, the caller
 * has to make its instrumentations at once.
 */
export function watchModuleLoads(modules: readonly string[], onLibrary: (library: string) => void): boolean {
  const include = modules.flatMap((name) => [name, `node:${name}`]);
  if (!supportsSyncHooks()) {
    module.register('import-in-the-middle/hook.mjs', import.meta.url, { data: { include } });
    return false;
  }
  const { register } = load(
    'import-in-the-middle/register-hooks.mjs',
  ) as typeof import('import-in-the-middle/register-hooks.mjs');
  register({ include });
  module.registerHooks({
    resolve(specifier, context, next) {
      onLibrary(libraryOf(specifier));
      return next(specifier, context);
    },
  });
  return true;
}
