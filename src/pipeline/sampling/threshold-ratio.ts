import type { TraceState } from '@opentelemetry/api';

const DIGITS = 14;
const WHOLE = 16 ** DIGITS;

/**
 * The share that a caller keeps, if it says so: the rejection threshold `th` of the `ot` member of tracestate.
 * https://opentelemetry.io/docs/specs/otel/trace/tracestate-handling/#sampling-threshold-value-th
 */
export function thresholdRatio(traceState: TraceState | undefined): number | undefined {
  const [, threshold] = /(?:^|;)th:([0-9a-f]{1,14})(?:;|$)/.exec(traceState?.get('ot') ?? '') ?? [];
  return threshold === undefined ? undefined : 1 - Number.parseInt(threshold.padEnd(DIGITS, '0'), 16) / WHOLE;
}
