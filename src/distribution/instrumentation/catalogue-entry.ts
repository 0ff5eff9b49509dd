import type { Instrumentation, InstrumentationConfig } from '@opentelemetry/instrumentation';
import type { Config } from '../../foundation/configuration/config.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import { type Patching, withoutPatches } from './loading/patched-definitions.ts';

/** The circumstances in which an instrumentation is made. */
export interface CreateOptions {
  readonly config: Config;
  /** Redacts the output of loggers. `undefined`: their output is left alone. */
  readonly outputRedactor?: Redactor | undefined;
  /** Whether the application brings an instrumentation of its own for the same library. @default false */
  readonly isReplaced?: boolean;
  /** Whether it is too late to start anything, since the providers are shut down. */
  isEnded(): boolean;
}

export interface CatalogueEntry {
  /**
   * Loading one of these modules, or any file of their packages, arms the instrumentation. Modules that it patches have to be named in full
   * (`mysql2/promise`), since imports are patched by these names. Empty: armed at the start.
   */
  readonly modules: readonly string[];
  create(options: CreateOptions): Instrumentation;
  /** Whether something is left to do for it when the application brings an instrumentation of its own. */
  staysBeside(options: CreateOptions): boolean;
  /** Ends it in favour of one that the application brings. */
  silence(instrumentation: Instrumentation, options: CreateOptions): void;
}

type InstrumentationClass<Options> = new (options?: Options) => Instrumentation;

/** An entry that is off when the application brings its own instrumentation. */
export function replaceableEntry(
  modules: readonly string[],
  create: (options: CreateOptions) => Instrumentation,
): CatalogueEntry {
  return { modules, create, staysBeside: () => false, silence: (instrumentation) => instrumentation.disable() };
}

/** An entry that makes an instance of a class, which is not loaded before. Without options it has its defaults. */
export function entry<Options>(
  modules: readonly string[],
  loadClass: () => InstrumentationClass<Options>,
  options: (config: Config) => Options | undefined = () => undefined,
): CatalogueEntry {
  return replaceableEntry(modules, ({ config }) => new (loadClass())(options(config)));
}

/** An entry of an SDK for models. */
export function modelEntry(module: string, loadCreate: () => () => Instrumentation): CatalogueEntry {
  return replaceableEntry([module], () => loadCreate()());
}

/** Makes an instrumentation of a logger redact the logger's output. */
export type RedactOutput = (Original: Patching, redactor: Redactor) => Patching;

/** Switches both things off that the official instrumentations of loggers do. */
const SILENT = { disableLogSending: true, disableLogCorrelation: true };

/** An entry of a logger. Its output is redacted where that is configured, also beside an instrumentation that the application brings. */
export function loggerEntry(
  module: string,
  loadClass: () => Patching,
  loadRedactOutput: () => RedactOutput,
): CatalogueEntry {
  return {
    modules: [module],
    create({ outputRedactor, isReplaced = false }) {
      const Original = isReplaced ? withoutPatches(loadClass()) : loadClass();
      return new (outputRedactor === undefined ? Original : loadRedactOutput()(Original, outputRedactor))();
    },
    staysBeside: ({ outputRedactor }) => outputRedactor !== undefined,
    silence(instrumentation, { outputRedactor }) {
      if (outputRedactor === undefined) instrumentation.disable();
      else instrumentation.setConfig({ ...instrumentation.getConfig(), ...(SILENT as InstrumentationConfig) });
    },
  };
}
