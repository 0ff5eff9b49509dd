import { createRequire } from 'node:module';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { Config } from '../configuration/config.ts';
import type { InstrumentationName } from '../configuration/instrumentation-names.ts';
import { createIgnoredRoutes } from './ignored-routes.ts';

// Through `require` only: the ESM and CommonJS builds of @opentelemetry/instrumentation hold one require-in-the-middle singleton
// each, and with both loaded CommonJS applications are silently not patched.
const load = createRequire(import.meta.url);

export interface CatalogueEntry {
  /** Loading one of these modules arms the instrumentation. Empty: armed at the start, since it listens to diagnostics channels. */
  readonly modules: readonly string[];
  create(config: Config): Instrumentation;
}

/** Which libraries are instrumented, by what, and what arms it. */
export const CATALOGUE: Readonly<Record<InstrumentationName, CatalogueEntry>> = {
  http: {
    modules: ['http', 'https'],
    create: (config) => {
      const { HttpInstrumentation } = load(
        '@opentelemetry/instrumentation-http',
      ) as typeof import('@opentelemetry/instrumentation-http');
      const isIgnored = createIgnoredRoutes(config.ignoreRoutes);
      return new HttpInstrumentation({ ignoreIncomingRequestHook: (request) => isIgnored(request.url) });
    },
  },
  undici: {
    // The fetch built into Node is undici's, and no module load announces its use.
    modules: [],
    create: () =>
      new (
        load('@opentelemetry/instrumentation-undici') as typeof import('@opentelemetry/instrumentation-undici')
      ).UndiciInstrumentation(),
  },
  openai: {
    modules: ['openai'],
    create: () =>
      new (
        load('@opentelemetry/instrumentation-openai') as typeof import('@opentelemetry/instrumentation-openai')
      ).OpenAIInstrumentation(),
  },
  winston: {
    modules: ['winston'],
    create: () =>
      new (
        load('@opentelemetry/instrumentation-winston') as typeof import('@opentelemetry/instrumentation-winston')
      ).WinstonInstrumentation(),
  },
};
