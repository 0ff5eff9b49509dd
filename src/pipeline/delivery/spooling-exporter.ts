import type { DeliveryRoute, OtlpRequest } from '../exporters/otlp/otlp-request.ts';
import type { BatchExporter } from './batch-export.ts';
import type { Remainder, Stores } from './drain.ts';
import { ExportLedger } from './export-ledger.ts';
import { ExportQueue } from './export-queue.ts';
import type { SpoolEntry, SpooledSignal, SpoolFormat } from './spool/spool-entry.ts';
import { type SenderParts, SpoolSender } from './spool-sender.ts';

/** Entries wait for the destination for as long as it takes: the spool's size is their limit. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;
/** What is read from disk in the last moment of a process; the rest is sent by the next one. */
const MOST_BYTES_AT_THE_END = 32 * 1_024 * 1_024;

export interface SpooledParts<Item> extends Omit<SenderParts, 'resender'> {
  readonly signal: SpooledSignal;
  /** In the plural, for messages. */
  readonly items: string;
  readonly exporter: BatchExporter<Item>;
  readonly route: DeliveryRoute<Item[]>;
  readonly format: SpoolFormat;
}

/**
 * Takes the place of an exporter: each batch is written to the spool, and sent from there. A queue of its own holds what waits on disk, with the
 * same pauses as the one in memory.
 */
export class SpoolingExporter<Item> implements BatchExporter<Item>, Stores<Item> {
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
        hurry: route.destination.retryStopSignal,
        // Entries are counted in those of the pipeline, by their items.
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
    // What cannot be delivered stays on disk.
    await this.#queue.shutdown().catch(() => {});
    await this.#parts.exporter.shutdown();
  }

  close(): void {
    this.#parts.spool.close();
  }

  takeAll(batches: readonly Item[][], deadline: number): ReturnType<Stores<Item>['takeAll']> {
    const unstored: Item[][] = [];
    const added = batches.flatMap((batch) => {
      const entry = this.#store(batch);
      if (entry === undefined) unstored.push(batch);
      return entry ?? [];
    });
    let bytes = 0;
    const empty = this.#emptyRequest();
    const stored = [...this.#queue.drain().flat(), ...added].flatMap((entry): Remainder[] => {
      if (bytes >= MOST_BYTES_AT_THE_END || empty === undefined || performance.now() > deadline) return [];
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

  /** For whoever has a body already. */
  #emptyRequest(): OtlpRequest | undefined {
    try {
      return this.#route.toRequest?.([]);
    } catch {
      return undefined;
    }
  }

  /** undefined when it cannot be: then the exporter is left to deal with it. */
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
