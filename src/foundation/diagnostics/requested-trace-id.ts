// On the global object, since two copies of otelier may be loaded.
const REQUESTED = Symbol.for('otelier.requested-trace-id');
const globals = globalThis as { [REQUESTED]?: string | undefined };

/**
 * Runs `start`, which starts a root span: otelier's id generator gives it this trace id. The OpenTelemetry API has no way to ask for one, but that of
 * a made-up remote parent, which would be missing in every backend.
 */
export function withRequestedTraceId<T>(traceId: string, start: () => T): T {
  globals[REQUESTED] = traceId;
  try {
    return start();
  } finally {
    globals[REQUESTED] = undefined;
  }
}

/** The trace id that was asked for, once. */
export function takeRequestedTraceId(): string | undefined {
  const requested = globals[REQUESTED];
  if (requested !== undefined) globals[REQUESTED] = undefined;
  return requested;
}
