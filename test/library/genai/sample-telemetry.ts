import type { Telemetry } from '../../../src/public/genai.ts';

/** The record of a stream that was retried, broke a rule and completed. */
export function telemetryOf(change: Partial<Telemetry> = {}): Telemetry {
  return {
    streamId: 'stream-1',
    model: 'gpt-4o',
    timing: {
      startedAt: new Date(1_760_000_000_000),
      completedAt: new Date(1_760_000_001_250),
      duration: 1.25,
      timeToFirstToken: 0.456,
      interTokenLatencies: [],
    },
    metrics: {
      tokenCount: 100,
      tokensPerSecond: 80,
      timeToFirstToken: 0.456,
      avgInterTokenLatency: null,
      p50InterTokenLatency: null,
      p90InterTokenLatency: null,
      p99InterTokenLatency: null,
    },
    retries: {
      attempt: 4,
      maxAttempts: 5,
      modelRetries: 2,
      networkRetries: 1,
      totalRetries: 3,
      lastError: 'drift',
      lastErrorCategory: 'model',
    },
    guardrails: {
      rulesChecked: 1,
      violations: [{ rule: 'json', message: 'not JSON', severity: 'error' }],
      passed: false,
    },
    error: { occurred: false, message: null, category: null, code: null, stack: null, recoverable: false },
    contentLength: 420,
    completed: true,
    aborted: false,
    metadata: {},
    ...change,
  };
}

/** The same, failed. */
export const failedTelemetry = (message = 'still 503'): Telemetry =>
  telemetryOf({
    completed: false,
    error: { occurred: true, message, category: 'network', code: 'ECONNRESET', stack: null, recoverable: true },
  });
