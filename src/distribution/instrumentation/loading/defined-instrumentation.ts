import { createRequire } from 'node:module';
import type { InstrumentationModuleDefinition } from '@opentelemetry/instrumentation';
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
export function definitionsOf(instrumentation: object): readonly InstrumentationModuleDefinition[] {
  const { getModuleDefinitions } = instrumentation as {
    getModuleDefinitions?: () => readonly InstrumentationModuleDefinition[];
  };
  return getModuleDefinitions?.call(instrumentation) ?? [];
}
