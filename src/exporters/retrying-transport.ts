import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base';
import { Retry } from './retry.ts';

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
