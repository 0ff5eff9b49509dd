/** When things happened in a stream. Durations in seconds. */
export interface TelemetryTiming {
  startedAt: Date | null;
  completedAt: Date | null;
  duration: number | null;
  /** Seconds from the start to the first token. */
  timeToFirstToken: number | null;
  /** Seconds between successive tokens, in order. */
  interTokenLatencies: number[];
}

/** Figures worked out from the timing. Latencies in seconds. */
export interface TelemetryMetrics {
  tokenCount: number;
  /** null when there is no token or no duration. */
  tokensPerSecond: number | null;
  timeToFirstToken: number | null;
  avgInterTokenLatency: number | null;
  p50InterTokenLatency: number | null;
  /** null below 10 latencies. */
  p90InterTokenLatency: number | null;
  /** null below 100 latencies. */
  p99InterTokenLatency: number | null;
}

export interface TelemetryRetries {
  /** The number of the current attempt, from 1. */
  attempt: number;
  maxAttempts: number;
  modelRetries: number;
  networkRetries: number;
  totalRetries: number;
  lastError: string | null;
  lastErrorCategory: string | null;
}

/** A violation that a rule found; its keys are the runtime's: `rule`, `message`, `severity`, … */
export type GuardrailViolation = Record<string, unknown>;

export interface TelemetryGuardrails {
  rulesChecked: number;
  violations: GuardrailViolation[];
  passed: boolean;
}

export interface TelemetryError {
  occurred: boolean;
  message: string | null;
  /** network, transient, model, content, provider, fatal, internal. */
  category: string | null;
  code: string | null;
  stack: string | null;
  recoverable: boolean;
}

/** All there is to know about one stream. */
export interface Telemetry {
  streamId: string;
  sessionId?: string;
  model?: string;
  timing: TelemetryTiming;
  metrics: TelemetryMetrics;
  retries: TelemetryRetries;
  guardrails: TelemetryGuardrails;
  error: TelemetryError;
  /** Characters (code points) of the generated content. */
  contentLength: number;
  /** It came to its regular end. */
  completed: boolean;
  aborted: boolean;
  /** The application's own, for instance from `onComplete`. */
  metadata: Record<string, unknown>;
}

/** The record of a stream of which nothing is known yet. */
export function createTelemetry(streamId: string): Telemetry {
  return {
    streamId,
    timing: { startedAt: null, completedAt: null, duration: null, timeToFirstToken: null, interTokenLatencies: [] },
    metrics: {
      tokenCount: 0,
      tokensPerSecond: null,
      timeToFirstToken: null,
      avgInterTokenLatency: null,
      p50InterTokenLatency: null,
      p90InterTokenLatency: null,
      p99InterTokenLatency: null,
    },
    retries: {
      attempt: 1,
      maxAttempts: 1,
      modelRetries: 0,
      networkRetries: 0,
      totalRetries: 0,
      lastError: null,
      lastErrorCategory: null,
    },
    guardrails: { rulesChecked: 0, violations: [], passed: true },
    error: { occurred: false, message: null, category: null, code: null, stack: null, recoverable: false },
    contentLength: 0,
    completed: false,
    aborted: false,
    metadata: {},
  };
}
