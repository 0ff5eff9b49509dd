import { createRequire, isBuiltin } from 'node:module';
import type { InstrumentationModuleDefinition } from '@opentelemetry/instrumentation';
import { log } from '../../../foundation/diagnostics/log.ts';
import { VERSION } from '../../../foundation/diagnostics/version.ts';

const load = createRequire(import.meta.url);

/**
 * Applies definitions of patches as an instrumentation of their own, and with them require-in-the-middle's patch of `require`, which the first
 * instrumentation of a process makes.
 */
export function applyDefinitions(definitions: readonly InstrumentationModuleDefinition[]): void {
  const { InstrumentationBase } = load(
    '@opentelemetry/instrumentation',
  ) as typeof import('@opentelemetry/instrumentation');
  class Defined extends InstrumentationBase {
    constructor() {
      super('otelier', VERSION, {});
    }
    protected override init() {
      return [...definitions];
    }
  }
  new Defined();
}

/** The definitions that an instrumentation is made of; none for one that patches no module. */
function definitionsOf(instrumentation: object): readonly InstrumentationModuleDefinition[] {
  const { getModuleDefinitions } = instrumentation as {
    getModuleDefinitions?: () => readonly InstrumentationModuleDefinition[];
  };
  return getModuleDefinitions?.call(instrumentation) ?? [];
}

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

/**
 * Packages of which a version outside of the ranges is nothing to report: redis from 4 on is traced in its `@redis/client`, and of the packages below
 * the AWS SDK any one in a covered version is enough.
 */
const COVERED_ELSEWHERE = /^(redis$|@(?:smithy|aws-sdk)\/)/;

/**
 * Reports, once for each version, that a library is loaded in a version that its instrumentation does not cover. Without this line the library would
 * be untraced and nothing would say so. `@opentelemetry/instrumentation` compares the versions: a first definition is called for the covered versions
 * and a second one for all.
 */
export function reportUncoveredVersions(name: string, instrumentation: object): void {
  const ranges = new Map<string, Set<string>>();
  for (const definition of definitionsOf(instrumentation)) {
    if (isBuiltin(definition.name) || COVERED_ELSEWHERE.test(definition.name)) continue;
    const known = ranges.get(definition.name) ?? [];
    ranges.set(definition.name, new Set([...known, ...definition.supportedVersions]));
  }
  const definitions = [...ranges].flatMap(([module, supported]) => reporting(name, module, [...supported]));
  if (definitions.length > 0) applyDefinitions(definitions);
}

function reporting(
  name: string,
  module: string,
  supportedVersions: string[],
): readonly InstrumentationModuleDefinition[] {
  const known = new Set<string | undefined>([undefined]);
  const covered = (exports: unknown, version?: string): unknown => {
    known.add(version);
    return exports;
  };
  const any = (exports: unknown, version?: string): unknown => {
    if (!known.has(version)) {
      known.add(version);
      const expected = supportedVersions.join(' or ');
      log.info(`instrumentation ${name}: expected ${module} ${expected}, got ${version}; it is not traced`);
    }
    return exports;
  };
  return [
    { name: module, supportedVersions, files: [], patch: covered },
    { name: module, supportedVersions: ['*'], includePrerelease: true, files: [], patch: any },
  ];
}
