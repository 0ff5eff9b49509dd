import { type Context, context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';

/** The key by which the SDK recognises suppressed tracing: `createContextKey` gives the same symbol for the same text in every package. */
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

const UNTRACED: Context = ROOT_CONTEXT.setValue(SUPPRESS_TRACING, true);

/** Runs work that belongs to no trace and starts none: probes come every few seconds for as long as the process lives. */
export const untraced = <T>(work: () => T): T => context.with(UNTRACED, work);
