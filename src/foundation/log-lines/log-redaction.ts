import { attempt } from '../diagnostics/attempt.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { type Plain, PlainCopier } from './plain-value.ts';

/** Replaces a value whose redaction failed: losing it is better than leaking a secret. */
export const FAILED = '[REDACTED:failed]';

/** `text` without secrets. */
export function redactMessage(text: string, redactor: Redactor | undefined): string {
  if (redactor === undefined) return text;
  return attempt(() => redactor.redactText(text)) ?? FAILED;
}

/** Copies fields as plain data without secrets. A field that the redactor drops is absent. The size limits hold for all fields together. */
export function redactFields(
  fields: ReadonlyMap<string, unknown>,
  redactor: Redactor | undefined,
): readonly (readonly [string, Plain])[] {
  const copier = new PlainCopier();
  const redacted: [string, Plain][] = [];
  for (const [key, value] of fields) {
    const field = redactField(key, copier.copy(value), redactor);
    if (field !== undefined) redacted.push([key, field]);
  }
  return redacted;
}

function redactField(key: string, value: Plain, redactor: Redactor | undefined): Plain | undefined {
  if (redactor === undefined) return value;
  try {
    return redactor.redactAttribute(key, value) as Plain | undefined;
  } catch {
    return FAILED;
  }
}
