import type { BatchConfig, MetricsConfig } from '../../../foundation/configuration/config.ts';

/**
 * Who gives up first on an export: `monitorExporter`, whose message names the destination and the limit, then the transport below it,
 * or the SDK's processor above it, whose error says "Timeout" and no more.
 */
const GRACE_MILLIS = 500;

/** A limit for `monitorExporter`, and the one for what encloses it. */
export interface Timeouts {
  readonly own: number;
  readonly processor: number;
}

/** The limits of a batch processor. */
export function batchTimeouts({ exportTimeoutMillis }: BatchConfig): Timeouts {
  return { own: exportTimeoutMillis, processor: exportTimeoutMillis + GRACE_MILLIS };
}

/** The limits of a metric reader; the reader's may not be longer than its interval. */
export function readerTimeouts({ reader }: MetricsConfig): Timeouts {
  const { intervalMillis, timeoutMillis } = reader;
  const processor = Math.min(timeoutMillis + GRACE_MILLIS, intervalMillis);
  return { own: processor > timeoutMillis ? timeoutMillis : Math.max(1, Math.floor(timeoutMillis * 0.9)), processor };
}

/** The limit of the transport of an export that `monitorExporter` limits. */
export function transportTimeout(timeoutMillis: number): number {
  return timeoutMillis + GRACE_MILLIS;
}

/** What a limit ends an export with, and the variable that sets the limit, if it is one. */
export function createTimeoutError(timeoutMillis: number, variable?: string): NodeJS.ErrnoException {
  const limit = `${Math.round(timeoutMillis)} ms${variable === undefined ? '' : ` (${variable})`}`;
  return Object.assign(new Error(`no answer within ${limit}`), { code: 'ETIMEDOUT' });
}
