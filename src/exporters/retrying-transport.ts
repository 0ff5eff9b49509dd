import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base';

const FIRST_BACKOFF_MILLIS = 1_000;
const LONGEST_BACKOFF_MILLIS = 5_000;
const BACKOFF_GROWTH = 1.5;
const JITTER = 0.2;

/**
 * Tries again while the answer is "retryable" and time is left, with growing, jittered pauses, longer when Retry-After says so.
 * Other than the official one it tells of the first failed try at once (a Collector that is not there should not take
 * ten seconds to be noticed), and `shutdown()` ends a pause. https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes
 */
export class RetryingTransport implements IExporterTransport {
  readonly #transport: IExporterTransport;
  readonly #onRetry: (error: Error | undefined) => void;
  readonly #stopped = new AbortController();

  constructor(transport: IExporterTransport, onRetry: (error: Error | undefined) => void) {
    this.#transport = transport;
    this.#onRetry = onRetry;
  }

  async send(data: Uint8Array, timeoutMillis: number): Promise<ExportResponse> {
    const deadline = performance.now() + timeoutMillis;
    let backoff = FIRST_BACKOFF_MILLIS;
    let response = await this.#transport.send(data, timeoutMillis);
    while (response.status === 'retryable') {
      this.#onRetry(response.error);
      const pause = Math.max(response.retryInMillis ?? 0, jittered(backoff));
      backoff = Math.min(backoff * BACKOFF_GROWTH, LONGEST_BACKOFF_MILLIS);
      const left = deadline - performance.now() - pause;
      if (left <= 0 || !(await this.#pause(pause))) return response;
      response = await this.#transport.send(data, left);
    }
    return response;
  }

  shutdown(): void {
    this.#stopped.abort();
    this.#transport.shutdown();
  }

  /** Resolves to false when shut down meanwhile. */
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

function jittered(millis: number): number {
  return millis * (1 - JITTER + Math.random() * 2 * JITTER);
}
