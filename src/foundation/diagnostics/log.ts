import { diag } from '@opentelemetry/api';

/** Namespace of otelier's own diagnostics. The SDK and the instrumentations use the same diagnostic logger. */
export const NAMESPACE = 'otelier';

export const log = diag.createComponentLogger({ namespace: NAMESPACE });
