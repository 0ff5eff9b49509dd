import type { OtlpConfig } from '../configuration/config.ts';
import type { Destination } from './destination.ts';

/** What the OTLP exporter of one signal sends to, and how long one export may take, tries included. */
export interface OtlpTarget {
  readonly otlp: OtlpConfig;
  readonly destination: Destination;
  readonly timeoutMillis: number;
}

/**
 * Exports under way at once per signal. The official 30 fails whole batches when a long queue is flushed at the end, since the
 * stock batch processor flushes all its batches at once.
 */
export const CONCURRENT_EXPORTS = 1_000;
