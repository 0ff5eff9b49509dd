import { configuredRedactor } from '../../foundation/configuration/configured-redactor.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';

let shared: { readonly redactor: Redactor | undefined } | undefined;

/** The redactor that OTELIER_REDACTION and OTELIER_REDACT_* configure, resolved once; undefined if redaction is off. */
function current(): Redactor | undefined {
  shared ??= { redactor: configuredRedactor() };
  return shared.redactor;
}

/** A text without its secrets. Never throws. */
export function redactText(text: string): string {
  return current()?.redactText(text) ?? text;
}

/** Named values without their secrets. Never throws, and changes nothing that it was given. */
export function redactRecord<T extends object>(record: T): T {
  return current()?.redactAttributes(record) ?? record;
}
