import { hash } from 'node:crypto';
import { isValidTraceId } from '@opentelemetry/api';

/**
 * Maps an application's own id to a trace id, to the same one in every process. A valid trace id is returned as it is.
 */
export function traceIdFor(own: string): string {
  const lower = own.toLowerCase();
  return isValidTraceId(lower) ? lower : hash('sha256', own, 'hex').slice(0, 32);
}

export const newTraceId = (): string => randomHex(4);
export const newSpanId = (): string => randomHex(2);

const buffer = Buffer.alloc(16);

/** Random in the same way as the SDK's ids. */
function randomHex(words: number): string {
  // Each word starts at 1, because an id of zeros is invalid.
  for (let word = 0; word < words; word++) buffer.writeUInt32BE((1 + Math.random() * 0xffff_fffe) >>> 0, word * 4);
  return buffer.toString('hex', 0, words * 4);
}
