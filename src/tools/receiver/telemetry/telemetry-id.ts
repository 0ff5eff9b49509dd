import { malformed } from './otlp-refusal.ts';

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;

/** 32 lower-case hex digits, or '' when the field is absent or all zero (which W3C defines as "no id"). */
export const readTraceId = (bytes: Uint8Array | null | undefined): string => readId('traceId', bytes, TRACE_ID_BYTES);

/** 16 lower-case hex digits, or '' when the field is absent or all zero. */
export const readSpanId = (bytes: Uint8Array | null | undefined): string => readId('spanId', bytes, SPAN_ID_BYTES);

function readId(name: string, bytes: Uint8Array | null | undefined, expected: number): string {
  if (!bytes || bytes.length === 0) return '';
  if (bytes.length !== expected) throw malformed(`${name}: expected ${expected} bytes, got ${bytes.length}`);
  return bytes.every((byte) => byte === 0) ? '' : Buffer.from(bytes).toString('hex');
}
