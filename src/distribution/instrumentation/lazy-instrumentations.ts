import { createRequire } from 'node:module';
import {
  context,
  createNoopLogger,
  createNoopMeter,
  logs,
  metrics,
  ProxyTracerProvider,
  trace,
} from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { InstrumentationName } from '../../foundation/configuration/settings/instrumentation-names.ts';
import { log } from '../../foundation/diagnostics/log.ts';
import { isExporting } from '../../pipeline/exporters/destination/exporting-context.ts';
import { asBuiltIn } from './application-instrumentations.ts';
import { CATALOGUE } from './catalogue.ts';
import type { CreateOptions } from './catalogue-entry.ts';
import type { RequireHook } from './loading/require-hook.ts';
import type { ResolvedPackage } from './loading/resolved-packages.ts';
import { activateAtFirstRequest } from './loading/undici-trigger.ts';

const load = createRequire(import.meta.url);

/** A program that loads no watched library needs none of it. */
const moduleDefinitions = (): typeof import('./loading/module-definitions.ts') =>
  load('./loading/module-definitions.ts');

/** Armed by its first request: it is built into Node, and no module load announces it. */
const UNDICI = 'undici';

/** The selected instrumentations, each made once, when its library is first loaded. */
export class LazyInstrumentations {
  readonly #waiting: Set<InstrumentationName>;
  readonly #made = new Map<InstrumentationName, Instrumentation>();
  readonly #replaced = new Set<InstrumentationName>();
  readonly #aliases = new Set<string>();
  readonly #options: CreateOptions;
  #requireHook: RequireHook | undefined;
  #isEnded = false;

  constructor(names: readonly InstrumentationName[], options: Omit<CreateOptions, 'isEnded'>) {
    this.#waiting = new Set(names);
    this.#options = { ...options, isEnded: () => this.#isEnded };
  }

  /** Where `require` is to be patched when the first instrumentation is made. */
  patchBelow(hook: RequireHook): void {
    this.#requireHook = hook;
  }

  /** Makes the instrumentation, unless it is made already. */
  arm(name: InstrumentationName): void {
    // Exporters load http when they first export: that is no use of it by the application.
    if (!this.#waiting.has(name) || isExporting()) return;
    this.#waiting.delete(name);
    this.#guard(name, () => {
      this.#make(name);
      log.debug(`instrumentation ${name} is armed`);
    });
  }

  /** Makes the instrumentation, and lets it patch a package that is installed under another name. */
  armPackage(instrumentation: InstrumentationName, { name, folderName }: ResolvedPackage): void {
    this.arm(instrumentation);
    const made = this.#made.get(instrumentation);
    if (name === folderName || made === undefined || this.#aliases.has(folderName)) return;
    this.#aliases.add(folderName);
    this.#guard(instrumentation, () => moduleDefinitions().patchAliasedPackage(made, name, folderName));
  }

  /** Makes those that no module load announces. */
  armWithoutModules(): void {
    for (const name of [...this.#waiting].filter((waiting) => CATALOGUE[waiting].modules.length === 0)) {
      if (name === UNDICI) activateAtFirstRequest(() => this.arm(name));
      else this.arm(name);
    }
  }

  armAll(): void {
    for (const name of [...this.#waiting]) this.arm(name);
  }

  /** The application brings an instrumentation of the same library: this one stays off, or ends if it is made already. */
  replace(name: InstrumentationName, instrumentationName: string): void {
    if (this.#replaced.has(name) || !(this.#waiting.has(name) || this.#made.has(name))) return;
    this.#replaced.add(name);
    log.info(
      `instrumentation ${name}: expected no other, got ${instrumentationName} of the application; otelier's is off`,
    );
    const made = this.#made.get(name);
    if (made !== undefined)
      this.#guard(name, () => {
        CATALOGUE[name].silence(made, this.#options);
        disconnectInstrumentation(made);
      });
    else if (!CATALOGUE[name].staysBeside(this.#options)) this.#waiting.delete(name);
  }

  /** No more are made. */
  end(): void {
    this.#isEnded = true;
    this.#waiting.clear();
  }

  #make(name: InstrumentationName): void {
    const entry = CATALOGUE[name];
    // An instrumentation that only measures needs no patch of `require`, which takes longer than the measuring.
    if (name === UNDICI || entry.modules.length > 0) this.#patchRequire();
    const made = entry.create({ ...this.#options, isReplaced: this.#replaced.has(name) });
    this.#made.set(name, made);
    connectInstrumentation(made);
    if (entry.modules.length > 0) moduleDefinitions().reportUncoveredVersions(name, made);
  }

  #guard(name: InstrumentationName, make: () => void): void {
    try {
      // The files that are read for it are none that the application reads.
      asBuiltIn(() => context.with(suppressTracing(context.active()), make));
    } catch (error) {
      log.warn(`instrumentation ${name}: expected to load, got "${(error as Error).message}"; ${name} is not traced`);
    }
  }

  #patchRequire(): void {
    this.#requireHook?.patch(() => moduleDefinitions().applyDefinitions([]));
    this.#requireHook = undefined;
  }
}

/** Connects an instrumentation to the providers that are registered now. */
export function connectInstrumentation(instrumentation: Instrumentation): void {
  instrumentation.setTracerProvider(trace.getTracerProvider());
  instrumentation.setMeterProvider(metrics.getMeterProvider());
  instrumentation.setLoggerProvider?.(logs.getLoggerProvider());
  instrumentation.enable();
}

/** Lets an instrumentation record nothing more: some leave a part of their patches behind when they are disabled. */
function disconnectInstrumentation(instrumentation: Instrumentation): void {
  instrumentation.setTracerProvider(new ProxyTracerProvider());
  instrumentation.setMeterProvider({ getMeter: createNoopMeter });
  instrumentation.setLoggerProvider?.({ getLogger: createNoopLogger });
}
