import { isNamespace, type Patch, type Patching, repatched } from './patched-definitions.ts';

type Members = Record<string, unknown>;

/**
 * Makes an instrumentation patch the default import and the named ones alike. Of an imported CommonJS module some patch the default export
 * only (hapi, bunyan) and some the named exports only (mysql, grpc). Here each patches what `require` would give, which is the default
 * export, and its members are then the named exports. A `require` later on patches the same object, and so finds it patched.
 */
export function patchBothExports(Original: Patching): Patching {
  return repatched(Original, (definitions) => {
    for (const definition of definitions) definition.patch &&= patchDefault(definition.patch.bind(definition));
    return undefined;
  });
}

function patchDefault(patch: Patch): Patch {
  return (exports: Members, version) => {
    if (!isNamespace(exports) || exports['default'] === undefined) return patch(exports, version);
    const shared = sharedMembers(exports);
    const patched: Members = patch(exports['default'], version);
    for (const [name, original] of shared) if (patched[name] !== original) exports[name] = patched[name];
    exports['default'] = patched;
    return exports;
  };
}

/** The named exports that are members of the default export at the same time, as Node makes them of a CommonJS module. */
function sharedMembers(namespace: Members): readonly (readonly [string, unknown])[] {
  const standard = namespace['default'] as Members;
  return Object.entries(namespace).filter(([name, value]) => name !== 'default' && standard[name] === value);
}
