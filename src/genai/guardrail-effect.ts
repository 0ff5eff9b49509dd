import { plainCopy, textOf } from './plain-data.ts';
import { isRecord, type ReadEvent } from './stream-event.ts';
import type { StreamRecord } from './stream-record.ts';
import type { GuardrailViolation } from './telemetry.ts';

/** Violations kept of one stream: a rule that is checked at every token may be violated at every one. */
const MAX_VIOLATIONS = 1_000;

/** GUARDRAIL_RULE_RESULT: a list of violations, or one, or only that there are some. */
export function noteRuleResult(record: StreamRecord, event: ReadEvent): void {
  if (!record.options.collectGuardrails) return;
  const { guardrails } = record.telemetry;
  const list = event.get('violations');
  const one = event.get('violation');
  const found = Array.isArray(list) ? list : one === undefined ? [] : [one];
  if (found.length > 0 || event.get('passed') === false) guardrails.passed = false;
  const room = MAX_VIOLATIONS - guardrails.violations.length;
  guardrails.violations.push(...found.slice(0, room).map(violationOf));
}

function violationOf(found: unknown): GuardrailViolation {
  return isRecord(found) ? (plainCopy(found) as GuardrailViolation) : { message: textOf(found) ?? '' };
}
