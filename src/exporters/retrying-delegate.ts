import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { IOtlpExportDelegate } from '@opentelemetry/otlp-exporter-base';
import { type Again, Retry } from './retry.ts';

/** CANCELLED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS: https://opentelemetry.io/docs/specs/otlp/#failures */
const RETRYABLE_CODES = new Set([1, 10, 11, 14, 15]);

/** Adds what the official gRPC exporter lacks: another try when the Collector is away for a moment. */
export class RetryingDelegate<Items> implements IOtlpExportDelegate<Items> {
  readonly #delegate: IOtlpExportDelegate<Items>;
  readonly #retry: Retry;
  readonly #timeoutMillis: number;
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    delegate: IOtlpExportDelegate<Items>,
    timeoutMillis: number,
    onRetry: (error: Error | undefined) => void,
  ) {
    this.#delegate = delegate;
    this.#timeoutMillis = timeoutMillis;
    this.#retry = new Retry(onRetry);
  }

  export(items: Items, done: (result: ExportResult) => void): void {
    // What cannot be serialised throws at once, to the caller: it is no failure of the destination.
    let first: Promise<ExportResult> | undefined = this.#send(items);
    const attempt = (): Promise<ExportResult> => {
      const sent = first ?? this.#send(items);
      first = undefined;
      return sent;
    };
    const exporting = this.#retry
      .run(this.#timeoutMillis, attempt, whyAgain)
      .catch((error: Error): ExportResult => ({ code: ExportResultCode.FAILED, error }))
      .then(done)
      .finally(() => this.#underWay.delete(exporting));
    exporting.catch(() => {});
    this.#underWay.add(exporting);
  }

  #send(items: Items): Promise<ExportResult> {
    const { promise, resolve } = Promise.withResolvers<ExportResult>();
    this.#delegate.export(items, resolve);
    return promise;
  }

  async forceFlush(): Promise<void> {
    await Promise.allSettled([...this.#underWay]);
  }

  async shutdown(): Promise<void> {
    await this.forceFlush();
    await this.#delegate.shutdown();
  }

  setMetrics(metrics: Parameters<IOtlpExportDelegate<Items>['setMetrics']>[0]): void {
    this.#delegate.setMetrics(metrics);
  }

  /** Ends pauses between tries. */
  stop(): void {
    this.#retry.stop();
  }
}

function whyAgain({ code, error }: ExportResult): Again | undefined {
  const status = (error as { code?: unknown } | undefined)?.code;
  const isRetryable = code === ExportResultCode.FAILED && typeof status === 'number' && RETRYABLE_CODES.has(status);
  return isRetryable ? { error } : undefined;
}
