import type { StreamSamplingOptions } from './monitoring-config.ts';
import type { StreamRecord } from './stream-record.ts';

/** Whether a stream is among those sampled. The same id is always decided the same way, in every process. */
export function isSampled(streamId: string, rate: number): boolean {
  return rate >= 1 || (rate > 0 && fractionOf(streamId) < rate);
}

/** Whether the record of a stream is kept: a sampled one that lasted long enough, one with an error, a slow one. */
export function isWorthKeeping(record: StreamRecord, options: StreamSamplingOptions): boolean {
  if (options.sampleErrors && record.hadError) return true;
  if (options.sampleSlow && record.elapsed > options.slowThreshold) return true;
  return record.isSampled && record.elapsed >= options.minDuration;
}

/** Where a text lies in [0, 1): FNV-1a, then MurmurHash3's finalizer, for ids that differ only in their last characters. */
function fractionOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
