import type { BatchConfig, MetricsConfig } from '../../../foundation/configuration/config.ts';

/**
 * The limits around one export are staggered: first that of `monitorExporter`, whose message names the destination and the limit, then that
 * of the transport below it, or that of the SDK's processor above it, whose error says "Timeout" and no more.
 */
const GRACE_MILLIS = 500;

export interface Timeouts {
  /** The limit of `monitorExporter`. */
  readonly own: number;
  /** The limit of the processor or reader around it. */
  readonly processor: number;
}

/** The limits of a batch processor. */
export function batchTimeouts({ exportTimeoutMillis }: BatchConfig): Timeouts {
  return { own: exportTimeoutMillis, processor: exportTimeoutMillis + GRACE_MILLIS };
}

/** The limits of a metric reader. Its own may not exceed its interval. */
export function readerTimeouts({ reader }: MetricsConfig): Timeouts {
  const { intervalMillis, timeoutMillis } = reader;
  const processor = Math.min(timeoutMillis + GRACE_MILLIS, intervalMillis);
  return { own: processor > timeoutMillis ? timeoutMillis : Math.max(1, Math.floor(timeoutMillis * 0.9)), processor };
}

/** The limit of the transport below `monitorExporter`. */
export function transportTimeout(timeoutMillis: number): number {
  return timeoutMillis + GRACE_MILLIS;
}

/** The error of an export that exceeded its limit. `variable` sets the limit. */
export function createTimeoutError(timeoutMillis: number, variable?: string): NodeJS.ErrnoException {
  const limit = `${Math.round(timeoutMillis)} ms${variable === undefined ? '' : ` (${variable})`}`;
  return Object.assign(new Error(`no answer within ${limit}`), { code: 'ETIMEDOUT' });
}
