// The package ships no types for these entries.
declare module 'import-in-the-middle/supports-sync-hooks.mjs' {
  export function supportsSyncHooks(): boolean;
}
declare module 'import-in-the-middle/create-hook.mjs' {
  import type { LoadHookSync, ResolveHookSync } from 'node:module';

  export interface ImportHook {
    applyOptions(options: { shouldInclude: (url: string, specifier: string) => boolean }): void;
    readonly resolveSync: ResolveHookSync;
    readonly loadSync: LoadHookSync;
  }
  /** `url`: that of a file in the package's own folder, beside lib/. */
  export function createHook(meta: { url: string }): ImportHook;
}
