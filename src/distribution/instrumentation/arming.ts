import { createRequire } from 'node:module';
import { context, logs, metrics, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { InstrumentationName } from '../../foundation/configuration/settings/instrumentation-names.ts';
import { log } from '../../foundation/diagnostics/log.ts';
import { isExporting } from '../../pipeline/exporters/destination/exporting-context.ts';
import { CATALOGUE } from './catalogue.ts';
import type { Surroundings } from './catalogue-entry.ts';
import { armAtFirstFetch } from './loading/first-fetch.ts';
import type { RequireWatch } from './loading/require-watch.ts';

const load = createRequire(import.meta.url);

/** Armed by its first request: it is built into Node, and no module load announces it. */
const UNDICI = 'undici';

/** The selected instrumentations, each made once, when it is asked for. */
export class Arming {
  readonly #waiting: Set<InstrumentationName>;
  readonly #surroundings: Surroundings;
  #requireWatch: RequireWatch | undefined;
  #isEnded = false;

  constructor(names: readonly InstrumentationName[], surroundings: Omit<Surroundings, 'isDisarmed'>) {
    this.#waiting = new Set(names);
    this.#surroundings = { ...surroundings, isDisarmed: () => this.#isEnded };
  }

  /** Where `require` is to be patched when the first instrumentation is made. */
  patchBelow(watch: RequireWatch): void {
    this.#requireWatch = watch;
  }

  arm(name: InstrumentationName): void {
    // Exporters load http when they first export: that is no use of it by the application.
    if (!this.#waiting.has(name) || isExporting()) return;
    this.#waiting.delete(name);
    try {
      // Files that are read to load it are none that the application reads.
      context.with(suppressTracing(context.active()), () => this.#make(name));
      log.debug(`instrumentation ${name} is armed`);
    } catch (error) {
      log.warn(`instrumentation ${name}: expected to load, got "${(error as Error).message}"; ${name} is not traced`);
    }
  }

  #make(name: InstrumentationName): void {
    // What only measures needs no patch, which takes longer than the measuring.
    if (name === UNDICI || CATALOGUE[name].modules.length > 0) this.#patchRequire();
    connectInstrumentation(CATALOGUE[name].create(this.#surroundings));
  }

  /** Those that no module load announces. */
  armWithoutModules(): void {
    for (const name of [...this.#waiting].filter((waiting) => CATALOGUE[waiting].modules.length === 0)) {
      if (name === UNDICI) armAtFirstFetch(() => this.arm(name));
      else this.arm(name);
    }
  }

  armAll(): void {
    for (const name of [...this.#waiting]) this.arm(name);
  }

  /** No more are made. */
  end(): void {
    this.#isEnded = true;
    this.#waiting.clear();
  }

  #patchRequire(): void {
    this.#requireWatch?.patch(patchRequire);
    this.#requireWatch = undefined;
  }
}

/** Connects an instrumentation to the providers that are registered now. */
export function connectInstrumentation(instrumentation: Instrumentation): void {
  instrumentation.setTracerProvider(trace.getTracerProvider());
  instrumentation.setMeterProvider(metrics.getMeterProvider());
  instrumentation.setLoggerProvider?.(logs.getLoggerProvider());
  instrumentation.enable();
}

/** require-in-the-middle patches `require` when the first instrumentation is made, hence this one of nothing. */
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
