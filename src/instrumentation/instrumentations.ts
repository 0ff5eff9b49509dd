import { createRequire } from 'node:module';
import { logs, metrics, trace } from '@opentelemetry/api';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { Config } from '../configuration/config.ts';
import type { InstrumentationName } from '../configuration/instrumentation-names.ts';
import { log } from '../diagnostics/log.ts';
import { oneLine } from '../diagnostics/masking.ts';
import { isExporting } from '../exporters/exporting-context.ts';
import { CATALOGUE } from './catalogue.ts';
import { canWatchModuleLoads, patchImports, watchModuleLoads } from './module-hooks.ts';
import { selectInstrumentations } from './selection.ts';

const load = createRequire(import.meta.url);

/**
 * Arms the instrumentations that the configuration selects: each is loaded when the application first loads its library.
 * Answers a function after which no more are.
 */
export function armInstrumentations(config: Config): () => void {
  const names = selectInstrumentations(config.instrumentations);
  let isDisarmed = false;
  const disarm = (): void => {
    isDisarmed = true;
  };
  if (names.length === 0) return disarm;
  patchRequire();
  const byModule = new Map(names.flatMap((name) => CATALOGUE[name].modules.map((library) => [library, name] as const)));
  if (!canWatchModuleLoads()) {
    for (const name of names) armOne(name, config, () => isDisarmed);
    patchImports([...byModule.keys()]);
    return disarm;
  }
  const waiting = new Set(names);
  const arm = (name: InstrumentationName | undefined): void => {
    // Exporters load http when they first export: that is no use of it by the application.
    if (name === undefined || isDisarmed || isExporting()) return;
    if (waiting.delete(name)) armOne(name, config, () => isDisarmed);
  };
  watchModuleLoads([...byModule.keys()], (library) => arm(byModule.get(library)));
  for (const name of names) if (CATALOGUE[name].modules.length === 0) arm(name);
  return disarm;
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

/** Connects an instrumentation to the providers that are registered now. */
function connectInstrumentation(instrumentation: Instrumentation): void {
  instrumentation.setTracerProvider(trace.getTracerProvider());
  instrumentation.setMeterProvider(metrics.getMeterProvider());
  instrumentation.setLoggerProvider?.(logs.getLoggerProvider());
  instrumentation.enable();
}

function armOne(name: InstrumentationName, config: Config, isDisarmed: () => boolean): void {
  try {
    connectInstrumentation(CATALOGUE[name].create(config, isDisarmed));
    log.debug(`instrumentation ${name} is armed`);
  } catch (error) {
    log.warn(`instrumentation ${name}: expected to load, got "${(error as Error).message}"; ${name} is not traced`);
  }
}

/**
 * require-in-the-middle patches `require` when the first instrumentation is made. That has to be before the first watched load, hence
 * this one of nothing.
 */
function patchRequire(): void {
  const { InstrumentationBase, InstrumentationNodeModuleDefinition } = load(
    '@opentelemetry/instrumentation',
  ) as typeof import('@opentelemetry/instrumentation');
  class Nothing extends InstrumentationBase {
    constructor() {
      super('otelier', '0', {});
    }
    protected override init() {
      return [new InstrumentationNodeModuleDefinition('otelier-nothing', ['*'], (exports) => exports)];
    }
  }
  new Nothing();
}
