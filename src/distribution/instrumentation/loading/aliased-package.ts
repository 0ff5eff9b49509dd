import type { InstrumentationModuleDefinition } from '@opentelemetry/instrumentation';
import { applyDefinitions, definitionsOf } from './defined-instrumentation.ts';

/**
 * Lets an instrumentation patch a package that is installed in a folder of another name (`"express4": "npm:express@4"`): the hooks that patch
 * modules know a package by its folder.
 */
export function patchAliasedPackage(instrumentation: object, name: string, folderName: string): void {
  const renamed = (path: string): string => `${folderName}${path.slice(name.length)}`;
  const isInside = (path: string): boolean => path === name || path.startsWith(`${name}/`);
  const definitions: InstrumentationModuleDefinition[] = definitionsOf(instrumentation)
    .filter((definition) => isInside(definition.name))
    .map((definition) => {
      definition.name = renamed(definition.name);
      for (const file of definition.files) if (isInside(file.name)) file.name = renamed(file.name);
      return definition;
    });
  if (definitions.length > 0) applyDefinitions(definitions);
}
