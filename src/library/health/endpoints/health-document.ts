import type { CheckResult, HealthStatus } from '../checks/check-result.ts';

export interface HealthDocumentParts {
  readonly status: HealthStatus;
  readonly results: Readonly<Record<string, CheckResult>>;
  /** Whether checks and their details are shown, or the status alone. */
  readonly isDetailed: boolean;
  readonly now: Date;
}

/** `{ status, timestamp, checks: { <name>: { status, message, duration_ms, timestamp, details? } } }` */
export function healthDocument({ status, results, isDetailed, now }: HealthDocumentParts): object {
  const summary = { status, timestamp: now.toISOString() };
  return isDetailed ? { ...summary, checks: checksDocument(results) } : summary;
}

export function checksDocument(results: Readonly<Record<string, CheckResult>>): object {
  const entries = Object.values(results).map(({ name, status, message, durationMs, timestamp, details }) => [
    name,
    { status, message, duration_ms: durationMs, timestamp: timestamp.toISOString(), ...(details && { details }) },
  ]);
  return Object.fromEntries(entries);
}

const WORDS: Readonly<Record<HealthStatus, string>> = { healthy: 'pass', degraded: 'warn', unhealthy: 'fail' };
export const HEALTH_JSON = 'application/health+json';

/** https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check */
export function healthJsonDocument(parts: HealthDocumentParts & { readonly version: string }): object {
  const { status, results, isDetailed, version } = parts;
  const summary = { status: WORDS[status], version };
  if (!isDetailed) return summary;
  const checks = Object.values(results).map((result) => [
    result.name,
    [
      {
        status: WORDS[result.status],
        time: result.timestamp.toISOString(),
        observedValue: result.durationMs,
        observedUnit: 'ms',
        // The draft asks to leave the output out for "pass".
        ...(result.status === 'healthy' ? {} : { output: result.message }),
      },
    ],
  ]);
  return { ...summary, checks: Object.fromEntries(checks) };
}
