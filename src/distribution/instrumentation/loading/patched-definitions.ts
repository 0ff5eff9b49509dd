import type { Instrumentation, InstrumentationModuleDefinition } from '@opentelemetry/instrumentation';

type Definitions = InstrumentationModuleDefinition | readonly InstrumentationModuleDefinition[];

/** The class of an instrumentation of modules. Its types make `init` visible to subclasses only. */
// biome-ignore lint/suspicious/noExplicitAny: TypeScript wants this of a class that is extended.
export type Patching = new (...options: any[]) => Instrumentation & { init(): Definitions };

/** How one module, or one file of it, is patched. */
export type Patch = NonNullable<InstrumentationModuleDefinition['patch']>;

/**
 * An instrumentation with other patches: `change` gets the definitions of the modules that it patches, changes them in place, and may return one
 * more.
 */
export function repatched(
  Original: Patching,
  change: (definitions: readonly InstrumentationModuleDefinition[]) => InstrumentationModuleDefinition | undefined,
): Patching {
  return class extends Original {
    override init(): Definitions {
      const definitions = [super.init()].flat();
      const further = change(definitions);
      return further === undefined ? definitions : [...definitions, further];
    }
  };
}

/** An instrumentation that patches nothing: the definitions are there for `repatched` alone. */
export function withoutPatches(Original: Patching): Patching {
  return repatched(Original, (definitions) => {
    for (const definition of definitions) {
      definition.patch &&= (exports) => exports;
      for (const file of definition.files) file.patch = (exports) => exports;
    }
    return undefined;
  });
}

/** Whether what is patched was imported: then it is the module's namespace, and not what `require` gives. */
export const isNamespace = (exports: object): boolean =>
  (exports as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag] === 'Module';
