import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { Config } from '../../foundation/configuration/config.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import type { Patching } from './loading/patching.ts';

/** What instrumentations are made with. */
export interface Surroundings {
  readonly config: Config;
  /** Redacts what loggers write by themselves. `undefined`: that is left alone. */
  readonly outputRedactor?: Redactor | undefined;
  /** Whether it is too late to start anything, since the providers are shut down. */
  isDisarmed(): boolean;
}

export interface CatalogueEntry {
  /**
   * Loading one of these modules, or any file of their packages, arms the instrumentation. What it patches of them has to be named in full
   * (`mysql2/promise`), since imports are patched by these names. Empty: armed at the start.
   */
  readonly modules: readonly string[];
  create(surroundings: Surroundings): Instrumentation;
}

type InstrumentationClass<Options> = new (options?: Options) => Instrumentation;

/** An entry that makes an instance of a class, which is not loaded before. Without options it has its defaults. */
export function entry<Options>(
  modules: readonly string[],
  loadClass: () => InstrumentationClass<Options>,
  options: (config: Config) => Options | undefined = () => undefined,
): CatalogueEntry {
  return { modules, create: ({ config }) => new (loadClass())(options(config)) };
}

/** An entry of an SDK for models. */
export function modelEntry(module: string, loadCreate: () => () => Instrumentation): CatalogueEntry {
  return { modules: [module], create: () => loadCreate()() };
}

/** Makes an instrumentation of a logger redact what that logger writes. */
export type RedactOutput = (Original: Patching, redactor: Redactor) => Patching;

/** An entry of a logger, whose own output is redacted where that is asked for. */
export function loggerEntry(
  module: string,
  loadClass: () => Patching,
  loadRedactOutput: () => RedactOutput,
): CatalogueEntry {
  return {
    modules: [module],
    create({ outputRedactor }) {
      const Original = loadClass();
      return new (outputRedactor === undefined ? Original : loadRedactOutput()(Original, outputRedactor))();
    },
  };
}
