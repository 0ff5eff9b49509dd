/**
 * Exports under way at once per signal. The official 30 fails whole batches when a long queue is flushed at the end, since the
 * stock batch processor flushes all its batches at once.
 */
export const CONCURRENT_EXPORTS = 1_000;
