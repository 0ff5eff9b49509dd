import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { Config } from '../configuration/config.ts';

export interface CatalogueEntry {
  /**
   * Loading one of these modules, or any file of their packages, arms the instrumentation. What it patches of them has to be named in full
   * (`mysql2/promise`), since imports are patched by these names. Empty: armed at the start.
   */
  readonly modules: readonly string[];
  /** `isDisarmed` says whether it is too late to start anything, since the providers are shut down. */
  create(config: Config, isDisarmed: () => boolean): Instrumentation;
}

type InstrumentationClass<Options> = new (options?: Options) => Instrumentation;

/** An entry that makes an instance of a class, which is not loaded before. Without options it has its defaults. */
export function entry<Options>(
  modules: readonly string[],
  loadClass: () => InstrumentationClass<Options>,
  options: (config: Config) => Options | undefined = () => undefined,
): CatalogueEntry {
  return { modules, create: (config) => new (loadClass())(options(config)) };
}
