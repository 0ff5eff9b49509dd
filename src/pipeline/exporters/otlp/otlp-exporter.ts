import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base';
import type { ISerializer } from '@opentelemetry/otlp-transformer';
import type { DeliveryResult } from '../../../foundation/diagnostics/delivery-result.ts';
import { log } from '../../../foundation/diagnostics/log.ts';
import { oneLine } from '../../../foundation/diagnostics/masking.ts';
import { warnOnce } from '../../../foundation/diagnostics/once.ts';
import { type BatchSplitter, type Serialised, serializeBatch } from './serialization.ts';

export interface OtlpExporterOptions<Items, Response> {
  readonly transport: IExporterTransport;
  readonly serializer: ISerializer<Items, Response>;
  readonly splitter: BatchSplitter<Items>;
  readonly timeoutMillis: number;
  /** Scheme, host and port, without credentials. */
  readonly place: string;
}

/**
 * Serialises telemetry, sends it once, and tells what the answer means: more than the official exporters tell, whose callers learn neither whether
 * another try may help, nor when, nor how much of an export was rejected.
 */
export class OtlpExporter<Items, Response> {
  readonly #options: OtlpExporterOptions<Items, Response>;
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: OtlpExporterOptions<Items, Response>) {
    this.#options = options;
  }

  /** Throws `SerializationError` when there is nothing to send. */
  export(items: Items, done: (result: DeliveryResult) => void): void {
    const { transport, timeoutMillis } = this.#options;
    const { body, left } = this.serialise(items);
    const sending = transport.send(body, timeoutMillis).then(
      (response) => done({ ...this.#judge(response), unserialisable: left }),
      (error: Error) => done({ code: 1, error, unserialisable: left }),
    );
    const ended = sending.finally(() => this.#underWay.delete(ended));
    this.#underWay.add(ended);
  }

  /** What cannot be serialised is left out, which is said once for each reason. */
  serialise(items: Items): Serialised {
    const { serializer, splitter } = this.#options;
    const serialised = serializeBatch(items, splitter, (some) => serializer.serializeRequest(some));
    if (serialised.error !== undefined)
      warnOnce(
        `some telemetry cannot be serialised: ${oneLine(serialised.error.message)}; it is dropped, the rest of its batch is sent`,
      );
    return serialised;
  }

  async forceFlush(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  async shutdown(): Promise<void> {
    await this.forceFlush();
    this.#options.transport.shutdown();
  }

  #judge(response: ExportResponse): DeliveryResult {
    if (response.status === 'success') return { code: 0, isAnswer: true, rejected: this.#rejected(response.data) };
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
  #rejected(data: Uint8Array | undefined): number {
    if (data === undefined || data.length === 0) return 0;
    try {
      const { partialSuccess } = this.#options.serializer.deserializeResponse(data) as PartialAnswer;
      const { errorMessage, ...counts } = partialSuccess ?? {};
      const rejected = Object.values(counts).reduce<number>((sum, count) => sum + toCount(count), 0);
      if (rejected > 0 || errorMessage) this.#tellRejected(rejected, errorMessage);
      return rejected;
    } catch (error) {
      log.debug(`${this.#options.place}: expected an OTLP answer, got one that cannot be read: ${String(error)}`);
      return 0;
    }
  }

  /** Once: a destination that rejects something goes on doing so. */
  #tellRejected(rejected: number, reason: string | undefined): void {
    const { place } = this.#options;
    const because = reason ? ` (${oneLine(reason)})` : '';
    if (rejected === 0) warnOnce(`${place} has taken all telemetry with a warning${because}`);
    else if (this.#hasRejected) log.debug(`${place} has rejected ${rejected} more items${because}`);
    else
      log.warn(
        `${place} has rejected ${rejected} items of an export${because}; they are dropped, and counted in otelier.export.dropped. This is said once.`,
      );
    this.#hasRejected ||= rejected > 0;
  }

  #hasRejected = false;
}

interface PartialAnswer {
  readonly partialSuccess?: { readonly errorMessage?: string };
}

/** JSON has 64-bit integers as texts. */
function toCount(count: unknown): number {
  const value = Number(count);
  return Number.isFinite(value) && value > 0 ? value : 0;
}
