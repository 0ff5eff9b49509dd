import { findApplicationPackage } from './application-package.ts';
import type { CodeOptions } from './code-options.ts';
import { completeConfig } from './complete.ts';
import type { Config } from './config.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { type Layer, resolveLayers, type Sources } from './layers.ts';
import { settings } from './settings.ts';

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

/** Code > environment > default. Never throws on a bad environment. */
export function resolveConfig(input: ResolveInput = {}): Resolution {
  const { code = {}, environment = readEnvironment() } = input;
  const applicationPackage = findApplicationPackage(
    'applicationScript' in input ? input.applicationScript : process.argv[1],
  );
  const layered = resolveLayers(settings, { code: codeLayer(code), environment });
  const problems = new Map(layered.problems);
  const sources: Sources = { ...layered.sources };
  const config = completeConfig(layered.values, {
    sources,
    code,
    applicationPackage,
    problem: (name, message) => problems.set(name, message),
  });
  return { config: deepFreeze(config), sources: Object.freeze(sources), warnings: [...problems.values()] };
}

function codeLayer({ serviceName, shutdownTimeoutMillis }: CodeOptions): Layer {
  return {
    ...(serviceName === undefined ? {} : { 'service.name': { value: serviceName, name: 'serviceName' } }),
    ...(shutdownTimeoutMillis === undefined
      ? {}
      : { shutdownTimeoutMillis: { value: shutdownTimeoutMillis, name: 'shutdownTimeoutMillis' } }),
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) deepFreeze(child);
  }
  return value;
}
