import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base';
import { retryPauseMillis } from './retry-policy.ts';

/** A transport that retries while the response is "retryable". Unlike with the official one, `shutdown()` ends a pause. */
export class RetryingTransport implements IExporterTransport {
  readonly #transport: IExporterTransport;
  readonly #retry: Retry;

  constructor(transport: IExporterTransport, onRetry: (error: Error | undefined) => void) {
    this.#transport = transport;
    this.#retry = new Retry(onRetry);
  }

  send(data: Uint8Array, timeoutMillis: number): Promise<ExportResponse> {
    return this.#retry.run(
      timeoutMillis,
      (millisLeft) => this.#transport.send(data, millisLeft),
      (response) =>
        response.status === 'retryable' ? { error: response.error, afterMillis: response.retryInMillis } : undefined,
    );
  }

  /** Ends pauses; from now on nothing is retried. */
  stopRetrying(): void {
    this.#retry.stop();
  }

  shutdown(): void {
    this.#retry.stop();
    this.#transport.shutdown();
  }
}

const MIN_ATTEMPT_MILLIS = 500;

/** Why another attempt may help. */
export interface RetryReason {
  readonly error: Error | undefined;
  /** The minimum pause that the server requests. */
  readonly afterMillis?: number | undefined;
}

/**
 * Repeats an attempt until it succeeds, cannot succeed, or time is over, with growing, jittered pauses, longer when the server requests it.
 * The first failure is reported immediately: it should not take ten seconds to notice that no Collector is running.
 * https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes
 */
export class Retry {
  readonly #onRetry: (error: Error | undefined) => void;
  readonly #firstPauseMillis: number | undefined;
  readonly #stopped = new AbortController();

  /** `firstPauseMillis`: before the second attempt. @default 1000 */
  constructor(onRetry: (error: Error | undefined) => void, firstPauseMillis?: number) {
    this.#onRetry = onRetry;
    this.#firstPauseMillis = firstPauseMillis;
  }

  /** Returns the last result. `attempt` receives the time that is left, in ms; `reasonOf` returns undefined for a final result. */
  async run<T>(
    timeoutMillis: number,
    attempt: (millisLeft: number) => Promise<T>,
    reasonOf: (result: T) => RetryReason | undefined,
  ): Promise<T> {
    const deadline = performance.now() + timeoutMillis;
    // An attempt without time to succeed would end in a timeout and hide the reason.
    const minAttempt = Math.min(MIN_ATTEMPT_MILLIS, timeoutMillis / 10);
    let result = await attempt(timeoutMillis);
    let failures = 0;
    for (let reason = reasonOf(result); reason !== undefined; reason = reasonOf(result)) {
      this.#onRetry(reason.error);
      const pause = Math.max(reason.afterMillis ?? 0, retryPauseMillis(++failures, this.#firstPauseMillis));
      const millisLeft = deadline - performance.now() - pause;
      if (millisLeft < minAttempt || !(await this.#pause(pause))) break;
      result = await attempt(millisLeft);
    }
    return result;
  }

  /** Ends pauses; no further attempt is made. */
  stop(): void {
    this.#stopped.abort();
  }

  /** Resolves to false when it was stopped. */
  #pause(millis: number): Promise<boolean> {
    const { signal } = this.#stopped;
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const stop = (): void => {
        clearTimeout(timer);
        resolve(false);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', stop);
        resolve(true);
      }, millis).unref();
      signal.addEventListener('abort', stop, { once: true });
    });
  }
}
