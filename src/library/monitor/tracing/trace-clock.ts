import type { HrTime } from '@opentelemetry/api';

/** Further apart the two clocks are only when the system's was set, or slept. */
const TOLERANCE_MILLIS = 50;

let offset = performance.timeOrigin;

/** Whole microseconds since 1970, which never go back by a fraction of a millisecond: what Jaeger counts in. */
export function nowMicros(): number {
  const steady = performance.now();
  const system = Date.now();
  if (Math.abs(system - (steady + offset)) > TOLERANCE_MILLIS) offset = system - steady;
  return Math.round((steady + offset) * 1_000);
}

/** For the SDK: what is exported and what is read back is the same moment. */
export function hrTimeOf(micros: number): HrTime {
  const seconds = Math.floor(micros / 1_000_000);
  return [seconds, (micros - seconds * 1_000_000) * 1_000];
}
