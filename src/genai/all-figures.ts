import type { StreamMetricsOptions } from './monitoring-config.ts';

/** All that can be told of a stream, whatever a monitor beside it keeps. */
export const ALL_FIGURES: StreamMetricsOptions = Object.freeze({
  collectTokens: true,
  collectTiming: true,
  collectRetries: true,
  collectGuardrails: true,
  collectErrors: true,
  interTokenLatency: false,
  percentiles: [],
});
