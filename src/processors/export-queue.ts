import { AsyncLocalStorage } from 'node:async_hooks';
import { context } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode, globalErrorHandler, suppressTracing } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import { log } from '../diagnostics/log.ts';

export interface ExportQueueOptions {
  /** What waits, in the plural, for messages. */
  readonly items: string;
  /** The variable that sets `maxQueueSize`, for messages. */
  readonly sizeVariable: string;
  readonly maxQueueSize: number;
  readonly maxExportBatchSize: number;
  /** Longest time an item waits for its batch to become full. */
  readonly scheduledDelayMillis: number;
}

/** What the official exporters of spans and log records have in common. */
export interface BatchExporter<Item> {
  export(items: Item[], done: (result: ExportResult) => void): void;
  forceFlush?(): Promise<void>;
  shutdown(): Promise<void>;
}

/** Batches under way at once, so that a slow destination does not hold up a full queue. */
const EXPORTS_AT_ONCE = 8;

/**
 * Items on their way to an exporter: bounded, in batches. Beside what the SDK's batch processors do, no timer keeps the process alive,
 * no batch is serialised in the call that fills it, a flush keeps the number of exports at once, and `drain()` hands over what is not
 * known to be delivered, under way or not, at a moment when no event loop runs any more.
 */
export class ExportQueue<Item extends { readonly resource: Resource }> {
  readonly #exporter: BatchExporter<Item>;
  readonly #options: ExportQueueOptions;
  readonly #batchSize: number;
  /** Timers belong to no request: without this they would keep the contexts of the application's calls. */
  readonly #apart = AsyncLocalStorage.snapshot();
  readonly #underWay = new Map<readonly Item[], Promise<Error | undefined>>();
  #waiting: Item[] = [];
  #accepted = 0;
  #taken = 0;
  #flushTo = 0;
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | undefined;
  #isFull = false;
  #shutdown: Promise<void> | undefined;

  constructor(exporter: BatchExporter<Item>, options: ExportQueueOptions) {
    this.#exporter = exporter;
    this.#options = options;
    this.#batchSize = Math.min(options.maxExportBatchSize, options.maxQueueSize);
  }

  add(item: Item): void {
    if (this.#shutdown !== undefined) return;
    if (this.#waiting.length >= this.#options.maxQueueSize) {
      this.#drop();
      return;
    }
    this.#accepted++;
    if (this.#waiting.push(item) >= this.#batchSize)
      this.#soon ??= this.#apart(() => setImmediate(this.#onSoon).unref());
    else if (this.#timer === undefined) this.#startTimer();
  }

  /** Exports what waits now. Rejects with the first failure. */
  async flush(): Promise<void> {
    const target = this.#accepted;
    this.#flushTo = target;
    this.#pump();
    const outcomes = new Set(this.#underWay.values());
    while (this.#taken < target && this.#underWay.size > 0) {
      await Promise.race(this.#underWay.values());
      for (const outcome of this.#underWay.values()) outcomes.add(outcome);
    }
    const failure = (await Promise.all(outcomes)).find((outcome) => outcome !== undefined);
    await this.#exporter.forceFlush?.();
    if (failure !== undefined) throw failure;
  }

  /** Exports what waits; what comes later is dropped. */
  shutdown(): Promise<void> {
    this.#shutdown ??= this.flush().finally(() => {
      this.#stopTimers();
      return this.#exporter.shutdown();
    });
    return this.#shutdown;
  }

  /** Takes out all that is not known to be delivered, in batches; what becomes of those under way does not matter any more. */
  drain(): readonly Item[][] {
    const batches = [...this.#underWay.keys()].map((batch) => [...batch]);
    this.#underWay.clear();
    while (this.#waiting.length > 0) batches.push(this.#take());
    this.#stopTimers();
    return batches;
  }

  readonly #onSoon = (): void => {
    this.#soon = undefined;
    this.#pump();
  };

  readonly #onTime = (): void => {
    this.#timer = undefined;
    this.#flushTo = this.#accepted;
    this.#pump();
  };

  #startTimer(): void {
    this.#timer = this.#apart(() => setTimeout(this.#onTime, this.#options.scheduledDelayMillis).unref());
  }

  #stopTimers(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#soon);
    this.#timer = undefined;
    this.#soon = undefined;
  }

  /** Starts exports of what is due: full batches, and whatever a flush or the time asked for. */
  #pump(): void {
    const isDue = (): boolean => this.#waiting.length >= this.#batchSize || this.#taken < this.#flushTo;
    while (this.#waiting.length > 0 && isDue() && this.#underWay.size < EXPORTS_AT_ONCE) this.#start(this.#take());
    if (this.#waiting.length > 0 && this.#timer === undefined) this.#startTimer();
  }

  #take(): Item[] {
    const batch = this.#waiting.splice(0, this.#batchSize);
    this.#taken += batch.length;
    if (this.#waiting.length === 0) this.#isFull = false;
    return batch;
  }

  #start(batch: Item[]): void {
    const ending = this.#apart(() => this.#export(batch)).then((error) => {
      this.#underWay.delete(batch);
      this.#pump();
      return error;
    });
    this.#underWay.set(batch, ending);
  }

  /** Resolves to why it failed. */
  async #export(batch: Item[]): Promise<Error | undefined> {
    const resource = batch[0]?.resource;
    if (resource?.asyncAttributesPending === true) await resource.waitForAsyncAttributes?.();
    const result = await new Promise<ExportResult>((resolve) => {
      context.with(suppressTracing(context.active()), () => this.#exporter.export(batch, resolve));
    });
    if (result.code === ExportResultCode.SUCCESS) return undefined;
    const error = result.error ?? new Error(`export of ${this.#options.items} failed`);
    globalErrorHandler(error);
    return error;
  }

  #drop(): void {
    if (this.#isFull) return;
    this.#isFull = true;
    const { items, maxQueueSize, sizeVariable } = this.#options;
    log.warn(
      `${sizeVariable}: expected at most ${maxQueueSize} ${items} to wait for delivery, got more; the newest are dropped until there is room`,
    );
  }
}
