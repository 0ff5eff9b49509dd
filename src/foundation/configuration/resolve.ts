import { findApplicationPackage } from './application-package.ts';
import { completeConfig } from './complete.ts';
import type { CodeOptions, Config } from './config.ts';
import { deepFreeze } from './deep-freeze.ts';
import { type Environment, type Layer, presetLayer, readEnvironment, resolveLayers, type Sources } from './layers.ts';
import { settings } from './settings/settings.ts';

export interface ResolveInput {
  readonly code?: CodeOptions;
  /** @default a snapshot of process.env */
  readonly environment?: Environment;
  /** The application's main script, from which its package.json is searched; undefined: in the working directory. @default process.argv[1] */
  readonly applicationScript?: string | undefined;
}

export interface Resolution {
  readonly config: Config;
  /** Dotted path -> where the value came from. */
  readonly sources: Readonly<Sources>;
  /** One line for each variable that could not be used; free of secrets. */
  readonly warnings: readonly string[];
}

/** Code > environment > preset > default. Never throws on a bad environment. */
export function resolveConfig(input: ResolveInput = {}): Resolution {
  const { code = {}, environment = readEnvironment() } = input;
  const applicationPackage = findApplicationPackage(
    'applicationScript' in input ? input.applicationScript : process.argv[1],
    environment,
  );
  const preset = presetLayer(code.preset, environment);
  const layered = resolveLayers(settings, { code: codeLayer(code), environment, preset });
  const problems = new Map(layered.problems);
  const sources: Sources = { ...layered.sources };
  const config = completeConfig(layered.values, {
    sources,
    code: copyAttributes(code),
    applicationPackage,
    problem: (name, message) => problems.set(name, message),
  });
  return { config: deepFreeze(config), sources: Object.freeze(sources), warnings: [...problems.values()] };
}

/** Option of `start` -> the path of its setting. */
const CODE_PATHS = {
  serviceName: 'service.name',
  shutdownTimeoutMillis: 'shutdownTimeoutMillis',
  preset: 'preset',
} as const;

function codeLayer(code: CodeOptions): Layer {
  const given = Object.entries(CODE_PATHS).flatMap(([name, path]) => {
    const value = code[name as keyof typeof CODE_PATHS];
    return value === undefined ? [] : [[path, { value, name }] as const];
  });
  return Object.fromEntries(given);
}

/** What gets frozen must not be the caller's own array. */
function copyAttributes({ resourceAttributes, ...code }: CodeOptions): CodeOptions {
  if (resourceAttributes === undefined) return code;
  const entries = Object.entries(resourceAttributes).map(([key, value]) => [
    key,
    Array.isArray(value) ? [...value] : value,
  ]);
  return { ...code, resourceAttributes: Object.fromEntries(entries) };
}
