/** A call of an LLM or another API, as `logApiCall` takes it. */
export interface ApiCall {
  readonly provider?: string;
  readonly model?: string;
  readonly endpoint?: string;
  readonly method?: string;
  readonly statusCode?: number;
  /** In s. */
  readonly responseTime?: number;
  /** Of both directions together. */
  readonly tokensUsed?: number;
  /** Where they are known, they are recorded as metrics instead of `tokensUsed`. */
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** Further fields of the record. */
  readonly [field: string]: unknown;
}

/** What became of a cache operation, as `logCacheOperation` takes it. */
export interface CacheOutcome {
  /** Absent for operations that neither hit nor miss, such as `set`. */
  readonly hit?: boolean;
  /** In ms. */
  readonly durationMs?: number;
}

/** What a request ended with. */
export interface RequestOutcome {
  readonly method: unknown;
  /** The route's pattern, not the path: `/users/:id`. */
  readonly route: unknown;
  readonly status: unknown;
  readonly durationMs: unknown;
  readonly responseSize: unknown;
}
