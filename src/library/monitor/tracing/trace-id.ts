import { hash } from 'node:crypto';
import { isValidTraceId } from '@opentelemetry/api';

/**
 * The trace id that stands for one of an application's own: 32 hexadecimal digits are themselves, anything else is mapped, to the same id in every
 * process.
 */
export function traceIdFor(own: string): string {
  const lower = own.toLowerCase();
  return isValidTraceId(lower) ? lower : hash('sha256', own, 'hex').slice(0, 32);
}

export const newTraceId = (): string => randomHex(4);
export const newSpanId = (): string => randomHex(2);

const buffer = Buffer.alloc(16);

/** As random as the SDK's own. */
function randomHex(words: number): string {
  // From 1: an id of zeros only is none.
  for (let word = 0; word < words; word++) buffer.writeUInt32BE((1 + Math.random() * 0xffff_fffe) >>> 0, word * 4);
  return buffer.toString('hex', 0, words * 4);
}
