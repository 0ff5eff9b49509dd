import type { Int64Message } from './otlp-message.ts';

/** An unsigned 64-bit field; absent is 0. */
export function readUint64(value: Int64Message | null | undefined): bigint {
  return value ? (BigInt(value.high >>> 0) << 32n) | BigInt(value.low >>> 0) : 0n;
}

/** A signed 64-bit field: a number where a double holds it exactly, a bigint otherwise; absent is 0. */
export function readInt64(value: Int64Message | null | undefined): number | bigint {
  const integer = BigInt.asIntN(64, readUint64(value));
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}

/** A counter of events: exact up to 2^53, which no process reaches. */
export function readCount(value: Int64Message | null | undefined): number {
  return Number(readUint64(value));
}
