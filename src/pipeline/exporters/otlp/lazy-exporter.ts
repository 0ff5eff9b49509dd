import { context } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode, suppressTracing } from '@opentelemetry/core';
import type { OtlpConfig } from '../../../foundation/configuration/config.ts';
import type { EncodedItem } from '../../encoding/encoded-item.ts';
import type { Destination } from '../destination/destination.ts';
import type { PushExporter } from '../destination/monitored-exporter.ts';
import type { DeliveryRoute, OtlpRequest } from './otlp-request.ts';

/** What an OTLP exporter is made of, whatever the signal and the protocol. */
export interface OtlpParts<Items> {
  readonly exporter: PushExporter<Items> & { forceFlush(): Promise<void>; shutdown(): Promise<void> };
  /** How items are sent without the exporter. Throws whatever serialisation does. */
  readonly toRequest: (items: Items) => OtlpRequest;
  /** Sends what `toRequest` has made a body of. */
  readonly resender: PushExporter<Uint8Array>;
}

/**
 * An exporter that is made, and with it what it is made of loaded, by the first export: a fifth of what start-up would have to compile.
 * When it cannot be made, each export fails (a later one may find a file that this one could not open, say), and none is thrown at
 * the application: `monitorExporter` turns exceptions into failures.
 */
export class LazyExporter<Items> {
  readonly #make: () => OtlpParts<Items>;
  #made: OtlpParts<Items> | undefined;
  #isShutDown = false;

  constructor(make: () => OtlpParts<Items>) {
    this.#make = make;
  }

  export(items: Items, done: (result: ExportResult) => void): void {
    if (this.#isShutDown) done({ code: ExportResultCode.FAILED, error: new Error('the exporter is shut down') });
    else this.prepare().exporter.export(items, done);
  }

  async forceFlush(): Promise<void> {
    await this.#made?.exporter.forceFlush();
  }

  async shutdown(): Promise<void> {
    this.#isShutDown = true;
    await this.#made?.exporter.shutdown();
  }

  /** Sends bodies of requests that were made before. */
  readonly resender: PushExporter<Uint8Array> = {
    export: (body, done) => this.prepare().resender.export(body, done),
  };

  readonly toRequest = (items: Items): OtlpRequest => this.prepare().toRequest(items);

  /** Makes it, unless that is done. Files that are read meanwhile are none that the application reads. */
  prepare(): OtlpParts<Items> {
    this.#made ??= context.with(suppressTracing(context.active()), () => {
      try {
        return this.#make();
      } catch (error) {
        const { message } = error as Error;
        throw new Error(`OTLP exporter: expected to be loaded, got "${message}"; telemetry is lost`, { cause: error });
      }
    });
    return this.#made;
  }
}

/** What the OTLP exporter of one signal sends to, and how long one export may take, tries included. */
export interface OtlpTarget {
  readonly otlp: OtlpConfig;
  readonly destination: Destination;
  readonly timeoutMillis: number;
}

/** An OTLP exporter, and how its items are sent without it. */
export interface Otlp<Exporter, Items> {
  readonly exporter: Exporter;
  readonly toRequest: DeliveryRoute<Items>['toRequest'];
  readonly resender: NonNullable<DeliveryRoute<Items>['resender']>;
}

/** How items of one kind are encoded when they are queued, and how what they become is sent. */
export interface OtlpEncoding<Item> {
  /** Throws what a getter of the item throws. */
  encode(item: Item): EncodedItem;
  readonly otlp: Otlp<LazyExporter<EncodedItem[]>, EncodedItem[]>;
}

/** OTLP of spans or log records. Protobuf has an encoding, which queues use; JSON is serialised when it is exported. */
export interface ItemOtlp<Exporter, Item> extends Otlp<Exporter, Item[]> {
  readonly encoding?: OtlpEncoding<Item>;
}
