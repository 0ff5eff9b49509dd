const doubling = (first: number, factor: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => Number((first * factor ** index).toFixed(2)));

/** 1, 4, 16, … 67108864 tokens. https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-metrics.md */
export const TOKEN_BUCKETS: readonly number[] = Object.freeze(doubling(1, 4, 14));
/** 0.01, 0.02, … 81.92 s: client operations, time to the first and between two chunks. */
export const CLIENT_DURATION_BUCKETS: readonly number[] = Object.freeze(doubling(0.01, 2, 14));
/** A server's time per output token, in s. */
export const TIME_PER_OUTPUT_TOKEN_BUCKETS: readonly number[] = Object.freeze([
  0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5,
]);
/** A server's time to the first token, in s. */
export const TIME_TO_FIRST_TOKEN_BUCKETS: readonly number[] = Object.freeze([
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
]);
/** Tokens per second, with the target of 20 among them. */
export const TOKEN_RATE_BUCKETS: readonly number[] = Object.freeze([
  1, 2, 5, 10, 15, 20, 30, 50, 75, 100, 200, 500, 1000,
]);
/** Latencies in s, with the thresholds of 3 and 5 s among them. */
export const LATENCY_BUCKETS: readonly number[] = Object.freeze([
  0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 7.5, 10, 20, 30, 60,
]);
/** Durations of telephone calls, in s. */
export const CALL_DURATION_BUCKETS: readonly number[] = Object.freeze([
  5, 15, 30, 60, 120, 180, 300, 600, 900, 1800, 3600,
]);
/** Scores from 0 to 1, with the threshold of 0.7 among them. */
export const SCORE_BUCKETS: readonly number[] = Object.freeze([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1]);
