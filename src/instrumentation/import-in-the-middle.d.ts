// The package ships no types for these entries.
declare module 'import-in-the-middle/supports-sync-hooks.mjs' {
  export function supportsSyncHooks(): boolean;
}
declare module 'import-in-the-middle/register-hooks.mjs' {
  export function register(options?: { include?: readonly (string | RegExp)[] }): void;
}
