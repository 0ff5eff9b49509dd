import type { DeliveryRoute, OtlpRequest } from '../exporters/otlp/otlp-request.ts';
import type { BatchExporter } from './batch-export.ts';
import type { SpoolDrain, UnsentBatch } from './drain.ts';
import { ExportLedger } from './export-ledger.ts';
import { ExportQueue } from './export-queue.ts';
import type { SpoolEntry, SpooledSignal, SpoolFormat } from './spool/spool-entry.ts';
import { type SenderParts, SpoolSender } from './spool-sender.ts';

/** Entries are limited by the size of the spool, not by their number. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;
/** Bytes that are read from disk when the process ends. The next process sends the rest. */
const MAX_EXIT_READ_BYTES = 32 * 1_024 * 1_024;

export interface SpooledParts<Item> extends Omit<SenderParts, 'resender'> {
  readonly signal: SpooledSignal;
  /** In the plural, for messages. */
  readonly items: string;
  readonly exporter: BatchExporter<Item>;
  readonly route: DeliveryRoute<Item[]>;
  readonly format: SpoolFormat;
}

/**
 * Wraps an exporter: each batch is written to the spool and sent from there. A queue of its own holds the entries on disk, with the same pauses as the
 * queue in memory.
 */
export class SpoolingExporter<Item> implements BatchExporter<Item>, SpoolDrain<Item> {
  readonly #parts: SpooledParts<Item>;
  readonly #route: DeliveryRoute<Item[]>;
  readonly #sender: SpoolSender;
  readonly #queue: ExportQueue<SpoolEntry & { readonly resource?: never }>;

  constructor(parts: SpooledParts<Item>) {
    const { spool, signal, format, items, ledger, route } = parts;
    this.#parts = parts;
    this.#route = route;
    this.#sender = new SpoolSender({ spool, ledger, resender: route.resender });
    this.#queue = new ExportQueue(
      { export: ([entry], done) => this.#sender.send(entry as SpoolEntry, done), shutdown: async () => spool.close() },
      {
        items,
        sizeVariable: 'OTELIER_SPOOL_MAX_SIZE',
        maxQueueSize: NO_LIMIT,
        maxExportBatchSize: 1,
        scheduledDelayMillis: 0,
        isDurable: true,
        retryStopSignal: route.destination.retryStopSignal,
        // The items of entries are counted in the ledger of the pipeline.
        ledger: new ExportLedger({ signal, destination: route.destination.name, queueCapacity: NO_LIMIT }),
      },
    );
    spool.onAdopted(signal, format, (entry) => {
      ledger.spooled(entry.count);
      this.#queue.add(entry);
    });
  }

  get isDown(): boolean {
    return this.#queue.isDown;
  }

  export(batch: Item[], done: Parameters<BatchExporter<Item>['export']>[1]): void {
    const entry = this.#store(batch);
    if (entry === undefined) {
      this.#parts.exporter.export(batch, done);
      return;
    }
    this.#queue.add(entry);
    done({ code: 0, isSpooled: true });
  }

  async forceFlush(): Promise<void> {
    await this.#queue.flush();
    await this.#parts.exporter.forceFlush?.();
  }

  async shutdown(): Promise<void> {
    // Batches that cannot be delivered stay on disk.
    await this.#queue.shutdown().catch(() => {});
    await this.#parts.exporter.shutdown();
  }

  close(): void {
    this.#parts.spool.close();
  }

  storeAndDrain(batches: readonly Item[][], deadline: number): ReturnType<SpoolDrain<Item>['storeAndDrain']> {
    const unstored: Item[][] = [];
    const added = batches.flatMap((batch) => {
      const entry = this.#store(batch);
      if (entry === undefined) unstored.push(batch);
      return entry ?? [];
    });
    let bytes = 0;
    const empty = this.#emptyRequest();
    const stored = [...this.#queue.drain().flat(), ...added].flatMap((entry): UnsentBatch[] => {
      if (bytes >= MAX_EXIT_READ_BYTES || empty === undefined || performance.now() > deadline) return [];
      const reading = this.#parts.spool.read(entry);
      if ('failure' in reading) return [];
      const { body } = reading;
      bytes += body.byteLength;
      const { destination } = this.#route;
      const onDelivered = (): void => this.#sender.remove(entry);
      return [{ items: this.#parts.items, count: entry.count, destination, request: { ...empty, body }, onDelivered }];
    });
    return { stored, unstored };
  }

  /** A request without a body. */
  #emptyRequest(): OtlpRequest | undefined {
    try {
      return this.#route.toRequest?.([]);
    } catch {
      return undefined;
    }
  }

  /** Returns undefined when the batch cannot be stored: then the exporter sends it. */
  #store(batch: Item[]): SpoolEntry | undefined {
    const { spool, signal, format, ledger } = this.#parts;
    try {
      const request = this.#route.toRequest?.(batch);
      if (request === undefined) return undefined;
      const { body, unserialisable = 0 } = request;
      const count = batch.length - Math.min(unserialisable, batch.length);
      const entry = spool.append(signal, format, count, body);
      if (entry === undefined) return undefined;
      ledger.dropped('unserialisable', batch.length - count);
      ledger.spooled(count);
      return entry;
    } catch {
      return undefined;
    }
  }
}
