import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base';
import type { ISerializer } from '@opentelemetry/otlp-transformer';
import type { DeliveryResult } from '../../../foundation/diagnostics/delivery-result.ts';
import { log } from '../../../foundation/diagnostics/log.ts';
import { oneLine } from '../../../foundation/diagnostics/masking.ts';
import { type BatchSplitter, type SerializedBatch, serializeBatch } from './serialization.ts';

export interface OtlpExporterOptions<Items, Response> {
  readonly transport: IExporterTransport;
  readonly serializer: ISerializer<Items, Response>;
  readonly splitter: BatchSplitter<Items>;
  readonly timeoutMillis: number;
  /** Scheme, host and port, without credentials. */
  readonly place: string;
}

/**
 * Serializes a batch, sends it once and interprets the response. The callers of the official exporters learn neither whether and when a retry
 * may help, nor how many items were rejected.
 */
export class OtlpExporter<Items, Response> {
  readonly #options: OtlpExporterOptions<Items, Response>;
  readonly #inProgress = new Set<Promise<void>>();
  #hasSkipped = false;
  #hasRejected = false;
  #hasWarning = false;

  constructor(options: OtlpExporterOptions<Items, Response>) {
    this.#options = options;
  }

  /** @throws {SerializationError} when there is nothing to send */
  export(items: Items, done: (result: DeliveryResult) => void): void {
    const { transport, timeoutMillis } = this.#options;
    const { body, skipped } = this.serialize(items);
    const sending = transport.send(body, timeoutMillis).then(
      (response) => done({ ...this.#interpret(response), unserialisable: skipped }),
      (error: Error) => done({ code: 1, error, unserialisable: skipped }),
    );
    const ended = sending.finally(() => this.#inProgress.delete(ended));
    this.#inProgress.add(ended);
  }

  /** Skips items that cannot be serialized. The first one is a warning: errors of getters can have any number of texts. */
  serialize(items: Items): SerializedBatch {
    const { serializer, splitter } = this.#options;
    const batch = serializeBatch(items, splitter, (some) => serializer.serializeRequest(some));
    if (batch.error !== undefined) {
      const reason = oneLine(batch.error.message);
      const message = `some telemetry cannot be serialised: ${reason}; it is dropped, the rest of its batch is sent`;
      log[this.#hasSkipped ? 'debug' : 'warn'](message);
      this.#hasSkipped = true;
    }
    return batch;
  }

  async forceFlush(): Promise<void> {
    await Promise.allSettled(this.#inProgress);
  }

  async shutdown(): Promise<void> {
    await this.forceFlush();
    this.#options.transport.shutdown();
  }

  #interpret(response: ExportResponse): DeliveryResult {
    if (response.status === 'success') return { code: 0, isAnswer: true, rejected: this.#rejectedItems(response.data) };
    const error = (response.status === 'retryable' || response.status === 'failure') && response.error;
    const failure = error || new Error('the export failed');
    const isAnswer = 'status' in failure;
    if (response.status !== 'retryable') return { code: 1, error: failure, isAnswer };
    const { retryInMillis } = response;
    return {
      code: 1,
      error: failure,
      isAnswer,
      isTransient: true,
      ...(retryInMillis === undefined ? {} : { retryAfterMillis: retryInMillis }),
    };
  }

  /** https://opentelemetry.io/docs/specs/otlp/#partial-success */
  #rejectedItems(data: Uint8Array | undefined): number {
    if (data === undefined || data.length === 0) return 0;
    try {
      const { partialSuccess } = this.#options.serializer.deserializeResponse(data) as PartialSuccessResponse;
      const { errorMessage, ...counts } = partialSuccess ?? {};
      const rejected = Object.values(counts).reduce<number>((sum, count) => sum + toCount(count), 0);
      if (rejected > 0 || errorMessage) this.#reportPartialSuccess(rejected, errorMessage);
      return rejected;
    } catch (error) {
      log.debug(`${this.#options.place}: expected an OTLP response, got one that cannot be read: ${String(error)}`);
      return 0;
    }
  }

  /** Warns once: a destination that rejects some items goes on doing so. */
  #reportPartialSuccess(rejected: number, reason: string | undefined): void {
    const { place } = this.#options;
    const because = reason ? ` (${oneLine(reason)})` : '';
    if (rejected === 0) {
      log[this.#hasWarning ? 'debug' : 'warn'](`${place} accepted all telemetry with a warning${because}`);
      this.#hasWarning = true;
    } else if (this.#hasRejected) log.debug(`${place} has rejected ${rejected} more items${because}`);
    else
      log.warn(
        `${place} has rejected ${rejected} items of an export${because}; they are dropped, and counted in otelier.export.dropped. ` +
          'This warning is not repeated.',
      );
    this.#hasRejected ||= rejected > 0;
  }
}

interface PartialSuccessResponse {
  readonly partialSuccess?: { readonly errorMessage?: string };
}

/** JSON has 64-bit integers as strings. */
function toCount(count: unknown): number {
  const value = Number(count);
  return Number.isFinite(value) && value > 0 ? value : 0;
}
