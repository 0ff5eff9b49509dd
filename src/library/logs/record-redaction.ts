import type { RedactionConfig } from '../../foundation/configuration/config.ts';
import { configuredRedactor } from '../../foundation/configuration/configured-redactor.ts';
import { type Plain, toPlain } from '../../foundation/log-lines/plain-value.ts';
import { createRedactor, type Redactor } from '../../foundation/redaction/redactor.ts';
import type { LoggerOptions } from './logger-options.ts';

/** What stands where a redactor itself failed: rather too little than a secret. */
export const FAILED = '[REDACTED:failed]';

/** `text` without secrets. */
export function redactMessage(text: string, redactor: Redactor | undefined): string {
  if (redactor === undefined) return text;
  try {
    return redactor.redactText(text);
  } catch {
    return FAILED;
  }
}

/** Plain fields without secrets; a field that the redactor drops is absent. */
export function redactFields(
  fields: ReadonlyMap<string, unknown>,
  redactor: Redactor | undefined,
): readonly (readonly [string, Plain])[] {
  return [...fields].flatMap(([key, value]) => {
    const redacted = redactField(key, toPlain(value), redactor);
    return redacted === undefined ? [] : [[key, redacted] as const];
  });
}

function redactField(key: string, value: Plain, redactor: Redactor | undefined): Plain | undefined {
  if (redactor === undefined) return value;
  try {
    return redactor.redactAttribute(key, value) as Plain | undefined;
  } catch {
    return FAILED;
  }
}

/** The redactor of a Logger: code wins over the environment. `undefined`: secrets stay. */
export function redactorOf(sanitize: LoggerOptions['sanitize'], config: RedactionConfig): Redactor | undefined {
  if (sanitize === false) return undefined;
  if (sanitize !== true) return configuredRedactor(sanitize, config);
  return configuredRedactor(undefined, config) ?? createRedactor();
}
