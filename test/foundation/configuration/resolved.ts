import type { CodeOptions } from '../../../src/foundation/configuration/config.ts';
import { describeConfig } from '../../../src/foundation/configuration/description.ts';
import type { Environment } from '../../../src/foundation/configuration/layers.ts';
import { type Resolution, resolveConfig } from '../../../src/foundation/configuration/resolve.ts';

/** Resolves with nothing of this machine in it: no real environment, and a script that no package.json belongs to. */
export function resolved(environment: Environment = {}, code: CodeOptions = {}): Resolution {
  return resolveConfig({ environment, code, applicationScript: '/no/such/folder/application.js' });
}

/** A value as users see it: `[value, from, name]`. */
export function shown(path: string, environment: Environment, code: CodeOptions = {}): readonly unknown[] {
  const { value, source } = describeConfig(resolved(environment, code)).values[path] ?? { source: undefined };
  return [value, source?.from, source?.name];
}
