import { deferRedactor } from '../redaction/deferred-redactor.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { RedactorOptions } from '../redaction/redactor-options.ts';
import type { RedactionConfig } from './config.ts';
import { redactorOptions } from './redactor-options.ts';
import { resolveConfig } from './resolve.ts';

/**
 * A redactor as OTELIER_REDACTION and OTELIER_REDACT_* say; options in code win over them, one by one, and a redactor is taken as it is.
 * `undefined` where the environment has it off and code says nothing.
 */
export function configuredRedactor(
  given?: Redactor | RedactorOptions,
  config: RedactionConfig = resolveConfig().config.redaction,
): Redactor | undefined {
  if (given !== undefined && isRedactor(given)) return given;
  const { options } = redactorOptions(config);
  if (options === undefined && given === undefined) return undefined;
  return deferRedactor({ ...options, ...given });
}

function isRedactor(given: Redactor | RedactorOptions): given is Redactor {
  return typeof (given as Partial<Redactor>).redactText === 'function';
}
