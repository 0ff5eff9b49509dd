import { diag } from '@opentelemetry/api';

/** What otelier itself says. The namespace tells it from what the SDK and the instrumentations say through the same logger. */
export const NAMESPACE = 'otelier';

export const log = diag.createComponentLogger({ namespace: NAMESPACE });
