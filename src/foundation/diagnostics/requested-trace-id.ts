// On the global object, because two copies of otelier may be loaded.
const REQUESTED = Symbol.for('otelier.requested-trace-id');
const globals = globalThis as { [REQUESTED]?: string | undefined };

/**
 * Runs `start`, which starts a root span. otelier's id generator gives the span this trace id. The OpenTelemetry API could only request one through a
 * made-up remote parent, which every backend would report as missing.
 */
export function withRequestedTraceId<T>(traceId: string, start: () => T): T {
  globals[REQUESTED] = traceId;
  try {
    return start();
  } finally {
    globals[REQUESTED] = undefined;
  }
}

/** Returns the requested trace id, once. */
export function takeRequestedTraceId(): string | undefined {
  const requested = globals[REQUESTED];
  if (requested !== undefined) globals[REQUESTED] = undefined;
  return requested;
}
