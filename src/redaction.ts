/**
 * `otelier/redaction`: secrets taken out of texts, attributes and spans. What `start` does by itself, for use elsewhere: nothing here starts
 * anything or reads the environment.
 */
export { RedactingSpanExporter } from './processors/redacting-exporters.ts';
export { createRedactor, type Redactor } from './redaction/redactor.ts';
export type { RedactorOptions } from './redaction/redactor-options.ts';
