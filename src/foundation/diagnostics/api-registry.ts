interface ApiRegistry {
  /** Version of the copy of the API that was loaded first. */
  readonly version?: string;
  /** The registered diagnostic logger. */
  readonly diag?: unknown;
  /** The registered context manager. */
  readonly context?: unknown;
  /** The registered logger provider. */
  readonly logs?: unknown;
}

const REGISTRY = Symbol.for('opentelemetry.js.api.1');

/** The global registry that all copies of the API share. */
export function apiRegistry(): ApiRegistry {
  return (globalThis as { [REGISTRY]?: ApiRegistry })[REGISTRY] ?? {};
}
