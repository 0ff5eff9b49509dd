/** A call of an LLM or another API, the argument of `logApiCall`. */
export interface ApiCall {
  readonly provider?: string;
  readonly model?: string;
  readonly endpoint?: string;
  readonly method?: string;
  readonly statusCode?: number;
  /** Seconds. */
  readonly responseTime?: number;
  /** Input and output tokens together. */
  readonly tokensUsed?: number;
  /** When input or output tokens are known, they are recorded as metrics instead of `tokensUsed`. */
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** Further fields of the record. */
  readonly [field: string]: unknown;
}

/** The outcome of a cache operation, an argument of `logCacheOperation`. */
export interface CacheOutcome {
  /** Absent for operations that neither hit nor miss, such as `set`. */
  readonly hit?: boolean;
  /** Milliseconds. */
  readonly durationMs?: number;
}

/** The outcome of a request. */
export interface RequestOutcome {
  readonly method: unknown;
  /** The route's pattern, not the path: `/users/:id`. */
  readonly route: unknown;
  readonly status: unknown;
  readonly durationMs: unknown;
  readonly responseSize: unknown;
}
