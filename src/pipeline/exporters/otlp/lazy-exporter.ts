import { context } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode, suppressTracing } from '@opentelemetry/core';
import type { OtlpConfig } from '../../../foundation/configuration/config.ts';
import type { EncodedItem } from '../../encoding/encoded-item.ts';
import type { Destination } from '../destination/destination.ts';
import type { PushExporter } from '../destination/monitored-exporter.ts';
import type { DeliveryRoute, OtlpRequest } from './otlp-request.ts';

/** An OTLP exporter and its other ways to send, for any signal and protocol. */
export interface OtlpParts<Items> {
  readonly exporter: PushExporter<Items> & { forceFlush(): Promise<void>; shutdown(): Promise<void> };
  /** Serializes items, to be sent without the exporter. @throws {SerializationError} when none can be */
  readonly toRequest: (items: Items) => OtlpRequest;
  /** Sends the bodies of such requests. */
  readonly resender: PushExporter<Uint8Array>;
}

/**
 * An exporter whose parts are loaded and created by the first export: they are a fifth of what start-up would have to compile. When that fails,
 * the export fails, and the next one tries again (a file may be readable then). The application sees no exception: `monitorExporter` turns
 * it into a failure.
 */
export class LazyExporter<Items> {
  readonly #create: () => OtlpParts<Items>;
  #parts: OtlpParts<Items> | undefined;
  #isShutDown = false;

  constructor(create: () => OtlpParts<Items>) {
    this.#create = create;
  }

  export(items: Items, done: (result: ExportResult) => void): void {
    if (this.#isShutDown) done({ code: ExportResultCode.FAILED, error: new Error('the exporter is shut down') });
    else this.prepare().exporter.export(items, done);
  }

  async forceFlush(): Promise<void> {
    await this.#parts?.exporter.forceFlush();
  }

  async shutdown(): Promise<void> {
    this.#isShutDown = true;
    await this.#parts?.exporter.shutdown();
  }

  /** Sends the bodies of requests. */
  readonly resender: PushExporter<Uint8Array> = {
    export: (body, done) => this.prepare().resender.export(body, done),
  };

  readonly toRequest = (items: Items): OtlpRequest => this.prepare().toRequest(items);

  /** Creates the parts, once. Tracing is suppressed, since the files that this reads are not the application's. */
  prepare(): OtlpParts<Items> {
    this.#parts ??= context.with(suppressTracing(context.active()), () => {
      try {
        return this.#create();
      } catch (error) {
        const { message } = error as Error;
        throw new Error(`OTLP exporter: expected to be loaded, got "${message}"; telemetry is lost`, { cause: error });
      }
    });
    return this.#parts;
  }
}

/** The destination of the OTLP exporter of one signal. */
export interface OtlpTarget {
  readonly otlp: OtlpConfig;
  readonly destination: Destination;
  /** For one export, retries included. */
  readonly timeoutMillis: number;
}

/** An OTLP exporter and its other ways to send. */
export interface OtlpSender<Exporter, Items> {
  readonly exporter: Exporter;
  readonly toRequest: DeliveryRoute<Items>['toRequest'];
  readonly resender: NonNullable<DeliveryRoute<Items>['resender']>;
}

/** How items of one kind are encoded when they are queued, and how what they become is sent. */
export interface OtlpEncoding<Item> {
  /** Throws what a getter of the item throws. */
  encode(item: Item): EncodedItem;
  readonly otlp: OtlpSender<LazyExporter<EncodedItem[]>, EncodedItem[]>;
}

/** OTLP of spans or log records. Protobuf has an encoding, which queues use; JSON is serialised when it is exported. */
export interface ItemOtlp<Exporter, Item> extends OtlpSender<Exporter, Item[]> {
  readonly encoding?: OtlpEncoding<Item>;
}
