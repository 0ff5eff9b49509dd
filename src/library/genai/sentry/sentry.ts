import type { GuardrailViolation, Telemetry } from '../record/telemetry.ts';
import type { SentryApi, SentryClient } from './sentry-client.ts';
import {
  type CompleteSentryConfig,
  completeSentryConfig,
  type SentryConfig,
  validateSentryClient,
} from './sentry-config.ts';
import { SentryExecution } from './sentry-execution.ts';

/**
 * Reports executions by hand, one after the other; concurrent executions need one object each. `createSentryHandler` reports streams automatically.
 * Secrets are removed first, and no method throws.
 */
export class Sentry {
  readonly #client: SentryApi;
  readonly #config: CompleteSentryConfig;
  #execution: SentryExecution;

  /** @throws {TypeError} when `sentry` has nothing that a Sentry client has, or an option is unknown or of another kind than expected */
  constructor({ sentry, config }: { readonly sentry: SentryClient; readonly config?: SentryConfig }) {
    this.#client = validateSentryClient('Sentry', sentry);
    this.#config = completeSentryConfig('Sentry', config);
    this.#execution = new SentryExecution(this.#client, this.#config);
  }

  /** Starts an execution with breadcrumbs of its own. The returned function ends its Sentry span if nothing else has. */
  startExecution(name = 'l0.execution', metadata: Readonly<Record<string, unknown>> = {}): () => void {
    const execution = new SentryExecution(this.#client, this.#config);
    this.#execution.endSpan(true);
    this.#execution = execution;
    execution.start(name, metadata);
    return () => execution.endSpan(true);
  }

  startStream(): void {
    this.#execution.startStream();
  }

  /** Does nothing without `breadcrumbsForTokens`. */
  recordToken(token?: string): void {
    this.#execution.token(token);
  }

  /** Milliseconds from the start to the first token. */
  recordFirstToken(ttftMs: number): void {
    this.#execution.firstToken(ttftMs);
  }

  recordRetry({ attempt, reason, isNetworkError = false }: RetryReport): void {
    this.#execution.retry(attempt, reason, isNetworkError);
  }

  /** Adds a breadcrumb, and an event unless the error was retried. */
  recordNetworkError(error: unknown, type: string, { retried }: { readonly retried: boolean }): void {
    const thrown = asError(error);
    this.#execution.networkErrorSeen(thrown, type, retried);
    if (!retried) this.#execution.captureNetworkError(thrown, type);
  }

  /** Adds a breadcrumb for each violation, and an event from `minGuardrailSeverity` on. */
  recordGuardrailViolations(violations: readonly GuardrailViolation[]): void {
    this.#execution.guardrailViolations(violations);
  }

  recordDrift({ detected, types }: { readonly detected: boolean; readonly types: readonly string[] }): void {
    if (detected) this.#execution.drift(types);
  }

  completeStream(tokenCount: number): void {
    this.#execution.completeStream(tokenCount);
  }

  completeExecution(telemetry?: Telemetry): void {
    this.#execution.complete(telemetry);
  }

  /** Adds an event. */
  recordFailure(error: unknown, telemetry?: Telemetry): void {
    this.#execution.fail(asError(error), telemetry);
  }

  /** Runs `fn`, whose own reports get the breadcrumbs of this execution too. */
  run<T>(fn: () => T): T {
    return this.#execution.run(fn);
  }
}

export interface RetryReport {
  /** From 1. */
  readonly attempt: number;
  readonly reason: string;
  /** @default false */
  readonly isNetworkError?: boolean;
}

function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  try {
    return new Error(String((thrown as { message?: unknown } | null)?.message ?? thrown));
  } catch {
    return new Error('an error that cannot be read');
  }
}

/**
 * Runs `fn` as one execution: an error becomes an event and is rethrown. A `telemetry` in its result is reported at the end.
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
