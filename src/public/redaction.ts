/**
 * `otelier/redaction`: secrets taken out of texts, attributes and spans. What `start` does by itself, for use elsewhere: nothing here starts
 * anything or reads the environment.
 */

export { createRedactor, type Redactor } from '../foundation/redaction/redactor.ts';
export type { RedactorOptions } from '../foundation/redaction/redactor-options.ts';
export { RedactingSpanExporter } from '../pipeline/processors/redacting-span-exporter.ts';
