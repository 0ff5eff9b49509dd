import type { InstrumentationModuleDefinition } from '@opentelemetry/instrumentation';
import { warnOnce } from '../../../foundation/diagnostics/once.ts';

type Definition = InstrumentationModuleDefinition;

/**
 * A further definition, of no patch: it reports versions that none of the others covers, since their output would be left alone without a word.
 * It has to come after the others.
 */
export function unpatchedVersions(library: string, others: readonly Definition[]): Definition {
  const patched = new Set<string | undefined>();
  for (const other of others) {
    const patch = other.patch?.bind(other);
    other.patch &&= (exports, version) => {
      patched.add(version);
      return patch?.(exports, version);
    };
  }
  const expected = others.flatMap(({ supportedVersions }) => supportedVersions).join(' or ');
  return {
    name: library,
    supportedVersions: ['*'],
    files: [],
    patch(exports, version) {
      if (!patched.has(version))
        warnOnce(`${library}: expected version ${expected}, got ${version}; its own output is not redacted`);
      return exports;
    },
  };
}
