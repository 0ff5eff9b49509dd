import { Sentry } from './sentry.ts';
import type { SentryClient } from './sentry-client.ts';
import type { SentryConfig } from './sentry-config.ts';
import type { Telemetry } from './telemetry.ts';

/**
 * Runs `fn` as one execution: what it throws becomes an event, and is thrown on. A `telemetry` in its result is reported when it is over.
 * @throws {TypeError} when `sentry` has nothing that a Sentry client has, or an option is unknown or of another kind than expected
 */
export async function withSentry<T>(
  sentry: SentryClient,
  config: SentryConfig | undefined,
  fn: (execution: Sentry) => T | PromiseLike<T>,
): Promise<T> {
  const execution = new Sentry({ sentry, ...(config && { config }) });
  execution.startExecution();
  try {
    const result = await execution.run(() => fn(execution));
    execution.completeExecution(telemetryIn(result));
    return result;
  } catch (error) {
    execution.recordFailure(error);
    throw error;
  }
}

function telemetryIn(result: unknown): Telemetry | undefined {
  const { telemetry } = (result ?? {}) as { telemetry?: Partial<Telemetry> };
  const isComplete =
    telemetry?.metrics !== undefined && telemetry.timing !== undefined && telemetry.retries !== undefined;
  return isComplete ? (telemetry as Telemetry) : undefined;
}
