interface ApiRegistry {
  /** Of the copy of the API that was there first. */
  readonly version?: string;
  /** The diagnostic logger, when somebody has set one. */
  readonly diag?: unknown;
  /** The context manager, when somebody has registered one. */
  readonly context?: unknown;
  /** The logger provider, when somebody has registered one. */
  readonly logs?: unknown;
}

const REGISTRY = Symbol.for('opentelemetry.js.api.1');

/** What every copy of the API shares. */
export function apiRegistry(): ApiRegistry {
  return (globalThis as { [REGISTRY]?: ApiRegistry })[REGISTRY] ?? {};
}
