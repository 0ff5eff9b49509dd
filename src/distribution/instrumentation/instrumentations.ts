import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { Config } from '../../foundation/configuration/config.ts';
import { log } from '../../foundation/diagnostics/log.ts';
import { oneLine } from '../../foundation/diagnostics/masking.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import { Arming, connectInstrumentation } from './arming.ts';
import { CATALOGUE } from './catalogue.ts';
import { patchLoadedBuiltins, warnOfEarlierLoads } from './loading/earlier-loads.ts';
import {
  canPatchImportsInThread,
  patchImportsFromOtherThread,
  patchingImports,
  watchModuleLoads,
} from './loading/module-hooks.ts';
import { isBundled } from './loading/own-files.ts';
import { RequireWatch } from './loading/require-watch.ts';
import { WatchedModules } from './loading/watched-modules.ts';
import { API, NewerApi } from './newer-api.ts';
import { selectInstrumentations } from './selection.ts';

export interface ArmingOptions {
  readonly earlier?: readonly string[];
  readonly redactor?: Redactor | undefined;
  /** Instrumentations that the application has made itself. */
  readonly own?: readonly Instrumentation[];
}

/** Two instrumentations of HTTP would trace each request twice: one that the application has configured wins. */
const isOf =
  (name: string) =>
  ({ instrumentationName }: Instrumentation): boolean =>
    name === 'http' && instrumentationName === '@opentelemetry/instrumentation-http';

/**
 * Arms the instrumentations that the configuration selects: each is loaded when the application first loads its library. For those among
 * `earlier` (files that the application has loaded) it is too late, which is told. What loggers write by themselves is redacted, too, when
 * there is a redactor and the configuration does not say otherwise. Answers a function after which no more are armed.
 */
export function armInstrumentations(
  config: Config,
  { earlier = [], redactor, own = [] }: ArmingOptions = {},
): () => void {
  const names = selectInstrumentations(config.instrumentations).filter((name) => !own.some(isOf(name)));
  const arming = new Arming(names, { config, outputRedactor: config.redaction.console ? redactor : undefined });
  if (names.length > 0) {
    const entries = names.flatMap((name) => CATALOGUE[name].modules.map((library) => [library, name] as const));
    const watched = new WatchedModules(entries);
    warnOfEarlierLoads(watched, earlier);
    watchLoads(watched, arming);
    patchLoadedBuiltins(watched);
    arming.armWithoutModules();
  }
  return () => arming.end();
}

function watchLoads(watched: WatchedModules<Parameters<Arming['arm']>[0]>, arming: Arming): void {
  const onLoad = (specifier: string): void => {
    for (const name of watched.find(specifier) ?? []) arming.arm(name);
  };
  const newerApi = new NewerApi();
  const onResolved = (specifier: string, url: string): void => {
    if (specifier === API) newerApi.check(url);
  };
  arming.patchBelow(new RequireWatch(onLoad));
  if (canPatchImportsInThread()) {
    watchModuleLoads({ onLoad, onResolved, resolve: patchingImports(watched) });
  } else {
    // What is not built is ES modules, which could not be loaded any more after the patch.
    if (!isBundled) arming.armAll();
    watchModuleLoads({ onLoad, onResolved });
    patchImportsFromOtherThread(watched);
  }
}

/** Connects instrumentations of the application's own. One that cannot be is a warning; the others are connected all the same. */
export function connectInstrumentations(instrumentations: readonly Instrumentation[]): void {
  for (const instrumentation of instrumentations) {
    try {
      connectInstrumentation(instrumentation);
    } catch (error) {
      const name = oneLine(String(instrumentation.instrumentationName ?? 'without a name'), 100);
      log.warn(`instrumentation ${name}: expected to be enabled, got "${(error as Error).message}"; it does not trace`);
    }
  }
}
