/** `degraded` means that the application serves, but not as it should. */
export type HealthStatus = 'healthy' | 'degraded' | 'unhealthy';

export const HEALTH_STATUSES: readonly HealthStatus[] = ['healthy', 'degraded', 'unhealthy'];

/** The result of one run of a check. */
export interface CheckResult {
  readonly name: string;
  readonly status: HealthStatus;
  /** One line, without secrets. */
  readonly message: string;
  readonly durationMs: number;
  /** When the run ended; ISO 8601 in JSON. */
  readonly timestamp: Date;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A check returns: nothing and `true` mean healthy, `false` means unhealthy. */
export type CheckOutcome =
  | undefined
  | boolean
  | { readonly status: HealthStatus; readonly message?: string; readonly details?: Readonly<Record<string, unknown>> };

/** A check. A throw and a rejection mean unhealthy; the signal aborts when the check's time is up. */
// biome-ignore lint/suspicious/noConfusingVoidType: A function without a return statement is a check, too.
export type Check = (signal: AbortSignal) => CheckOutcome | void | Promise<CheckOutcome | void>;

/** Status, message and details of whatever a check returned. */
export function toCheckOutcome(outcome: unknown): Pick<CheckResult, 'status' | 'message' | 'details'> {
  if (outcome === undefined || outcome === true) return { status: 'healthy', message: 'OK' };
  if (outcome === false) return { status: 'unhealthy', message: 'the check returned false' };
  const { status, message, details } = Object(outcome) as Record<string, unknown>;
  if (!HEALTH_STATUSES.includes(status as HealthStatus))
    return {
      status: 'unhealthy',
      message: `expected the check to return a status among ${HEALTH_STATUSES.join(', ')}`,
    };
  const known = {
    status: status as HealthStatus,
    message: typeof message === 'string' ? message : defaultMessage(status),
  };
  return typeof details === 'object' && details !== null ? { ...known, details: { ...details } } : known;
}

const defaultMessage = (status: unknown): string => (status === 'healthy' ? 'OK' : String(status));

/** The worst status; an unhealthy result of a check that is not critical counts as degraded. */
export function combineStatuses(results: readonly { status: HealthStatus; isCritical: boolean }[]): HealthStatus {
  if (results.some(({ status, isCritical }) => isCritical && status === 'unhealthy')) return 'unhealthy';
  return results.every(({ status }) => status === 'healthy') ? 'healthy' : 'degraded';
}
