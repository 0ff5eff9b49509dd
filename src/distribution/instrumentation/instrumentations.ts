import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { Config } from '../../foundation/configuration/config.ts';
import type { InstrumentationName } from '../../foundation/configuration/settings/instrumentation-names.ts';
import { log } from '../../foundation/diagnostics/log.ts';
import { oneLine } from '../../foundation/diagnostics/masking.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import { builtInOf, watchApplicationInstrumentations } from './application-instrumentations.ts';
import { CATALOGUE } from './catalogue.ts';
import { connectInstrumentation, LazyInstrumentations } from './lazy-instrumentations.ts';
import {
  canPatchImportsInThread,
  patchImportsFromOtherThread,
  patchingImports,
  watchModuleLoads,
} from './loading/module-hooks.ts';
import { isBundled } from './loading/otelier-files.ts';
import { patchPreloadedBuiltins, warnOfPreloadedModules } from './loading/preloaded-modules.ts';
import { RequireHook } from './loading/require-hook.ts';
import { ResolvedPackages } from './loading/resolved-packages.ts';
import { WatchedModules } from './loading/watched-modules.ts';
import { API, NewerApi } from './newer-api.ts';
import { selectInstrumentations } from './selection.ts';

export interface ArmOptions {
  /** Files that the application has loaded before: for their libraries it is too late, and a warning names them. */
  readonly loadedFiles?: readonly string[];
  /** Redacts the output of loggers too, unless the configuration says otherwise. */
  readonly redactor?: Redactor | undefined;
  /** The application's own. */
  readonly instrumentations?: readonly Instrumentation[];
}

/**
 * Arms the instrumentations that the configuration selects: each is loaded when the application first loads its library, unless the application
 * brings its own for the same one. Returns a function after which no more are armed.
 */
export function armInstrumentations(
  config: Config,
  { loadedFiles = [], redactor, instrumentations = [] }: ArmOptions = {},
): () => void {
  const names = selectInstrumentations(config.instrumentations);
  const lazy = new LazyInstrumentations(names, {
    config,
    outputRedactor: config.redaction.console ? redactor : undefined,
  });
  const onApplicationInstrumentation = (instrumentationName: string): void => {
    const name = builtInOf(instrumentationName);
    if (name !== undefined) lazy.replace(name, instrumentationName);
  };
  if (names.length > 0) watchApplicationInstrumentations(onApplicationInstrumentation);
  // First, so that no module is patched twice.
  for (const { instrumentationName } of instrumentations) onApplicationInstrumentation(instrumentationName);
  connectInstrumentations(instrumentations);
  if (names.length > 0) armSelected(names, lazy, loadedFiles);
  return () => lazy.end();
}

function armSelected(
  names: readonly InstrumentationName[],
  lazy: LazyInstrumentations,
  loadedFiles: readonly string[],
): void {
  const entries = names.flatMap((name) => CATALOGUE[name].modules.map((library) => [library, name] as const));
  const watched = new WatchedModules(entries);
  warnOfPreloadedModules(watched, loadedFiles);
  watchLoads(watched, lazy);
  patchPreloadedBuiltins(watched);
  lazy.armWithoutModules();
}

function watchLoads(watched: WatchedModules<InstrumentationName>, lazy: LazyInstrumentations): void {
  const onLoad = (specifier: string): void => {
    for (const name of watched.find(specifier) ?? []) lazy.arm(name);
  };
  const newerApi = new NewerApi();
  const packages = new ResolvedPackages(watched);
  const onResolved = (specifier: string, url: string, parentUrl: string | undefined): void => {
    if (specifier === API) newerApi.check(url);
    const found = packages.find(specifier, url, parentUrl);
    if (found === undefined) return;
    for (const name of watched.find(found.name) ?? []) lazy.armPackage(name, found);
  };
  lazy.patchBelow(new RequireHook(onLoad));
  if (canPatchImportsInThread()) {
    watchModuleLoads({ onLoad, onResolved, resolve: patchingImports(watched, packages) });
  } else {
    // Sources are ES modules, which could not be loaded any more after the patch.
    if (!isBundled) lazy.armAll();
    watchModuleLoads({ onLoad, onResolved });
    patchImportsFromOtherThread(watched);
  }
}

/** Connects instrumentations of the application's own. One that fails is a warning; the others are connected all the same. */
function connectInstrumentations(instrumentations: readonly Instrumentation[]): void {
  for (const instrumentation of instrumentations) {
    try {
      connectInstrumentation(instrumentation);
    } catch (error) {
      const name = oneLine(String(instrumentation.instrumentationName ?? 'without a name'), 100);
      log.warn(`instrumentation ${name}: expected to be enabled, got "${(error as Error).message}"; it does not trace`);
    }
  }
}
