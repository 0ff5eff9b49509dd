import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base';
import { retryPauseMillis } from './retry-policy.ts';

/** A transport that tries again while the answer is "retryable". Other than with the official one, `shutdown()` ends a pause. */
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
      (left) => this.#transport.send(data, left),
      (response) =>
        response.status === 'retryable' ? { error: response.error, afterMillis: response.retryInMillis } : undefined,
    );
  }

  /** Ends pauses; from now on nothing is tried twice. */
  stopRetrying(): void {
    this.#retry.stop();
  }

  shutdown(): void {
    this.#retry.stop();
    this.#transport.shutdown();
  }
}

const MIN_TRY_MILLIS = 500;

/** Why another try is worth it. */
export interface Again {
  readonly error: Error | undefined;
  /** The least the server asks to wait. */
  readonly afterMillis?: number | undefined;
}

/**
 * Tries until it works, it is no use, or time is over, with growing, jittered pauses, longer when the server asks for it. The first
 * failed try is told at once: a Collector that is not there should not take ten seconds to be noticed.
 * https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes
 */
export class Retry {
  readonly #onRetry: (error: Error | undefined) => void;
  readonly #firstPauseMillis: number | undefined;
  readonly #stopped = new AbortController();

  /** `firstPauseMillis`: before the second try. @default 1000 */
  constructor(onRetry: (error: Error | undefined) => void, firstPauseMillis?: number) {
    this.#onRetry = onRetry;
    this.#firstPauseMillis = firstPauseMillis;
  }

  /** Answers the last result. `attempt` is told how much time is left, in ms. */
  async run<T>(
    timeoutMillis: number,
    attempt: (millisLeft: number) => Promise<T>,
    again: (result: T) => Again | undefined,
  ): Promise<T> {
    const deadline = performance.now() + timeoutMillis;
    // A try without time to succeed would end in a timeout and hide the reason.
    const minTry = Math.min(MIN_TRY_MILLIS, timeoutMillis / 10);
    let failures = 0;
    let result = await attempt(timeoutMillis);
    for (let reason = again(result); reason !== undefined; reason = again(result)) {
      this.#onRetry(reason.error);
      const pause = Math.max(reason.afterMillis ?? 0, retryPauseMillis(++failures, this.#firstPauseMillis));
      const left = deadline - performance.now() - pause;
      if (left < minTry || !(await this.#pause(pause))) break;
      result = await attempt(left);
    }
    return result;
  }

  /** Ends pauses; no further try is made. */
  stop(): void {
    this.#stopped.abort();
  }

  /** Resolves to false when stopped meanwhile. */
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
