const FIRST_PAUSE_MILLIS = 1_000;
const MAX_PAUSE_MILLIS = 5_000;
const GROWTH = 1.5;
const JITTER = 0.2;

/** A longer pause requested by a server is a mistake, or of no use: the queue is full long before its end. */
export const MAX_REQUESTED_PAUSE_MILLIS = 300_000;

/**
 * The growing, jittered pause after this many failures in a row, in ms.
 * https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes
 */
export function retryPauseMillis(failures: number, firstMillis: number = FIRST_PAUSE_MILLIS): number {
  const pause = Math.min(firstMillis * GROWTH ** (failures - 1), MAX_PAUSE_MILLIS);
  return pause * (1 - JITTER + Math.random() * 2 * JITTER);
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ERR_PROXY_CONNECTION',
]);

/** Whether the failure says that there is no destination. A process that ends does not wait for one to appear. */
export function isUnreachable(error: Error | undefined): boolean {
  const { code, errors } = (error ?? {}) as { code?: unknown; errors?: unknown };
  // A host with several addresses fails with an AggregateError.
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isUnreachable);
  return typeof code === 'string' && UNREACHABLE.has(code);
}
