/**
 * The libraries otelier can instrument, by the names that OTEL_NODE_*_INSTRUMENTATIONS and
 * OTEL_INSTRUMENTATION_<NAME>_ENABLED use. `instrumentation/catalogue.ts` says what each one watches.
 */
export const INSTRUMENTATION_NAMES = ['http', 'undici', 'openai', 'winston'] as const;

export type InstrumentationName = (typeof INSTRUMENTATION_NAMES)[number];
