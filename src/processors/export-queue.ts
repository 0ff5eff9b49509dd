import { AsyncLocalStorage } from 'node:async_hooks';
import { globalErrorHandler } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { DeliveryResult } from '../diagnostics/delivery-result.ts';
import type { ExportLedger } from '../diagnostics/export-ledger.ts';
import { log } from '../diagnostics/log.ts';
import { Backoff } from './backoff.ts';
import { type BatchExporter, exportBatch } from './batch-export.ts';
import { settleInLedger } from './settlement.ts';
import { type Batch, WaitingItems } from './waiting-items.ts';

export interface ExportQueueOptions<Item> {
  /** What waits, in the plural, for messages. */
  readonly items: string;
  /** The variable that sets `maxQueueSize`, for messages. */
  readonly sizeVariable: string;
  /** Those under way and those that are to be sent again included. */
  readonly maxQueueSize: number;
  readonly maxExportBatchSize: number;
  /** Longest time an item waits for its batch to become full. */
  readonly scheduledDelayMillis: number;
  /** About how many bytes an item holds. @default none */
  readonly sizeOf?: (item: Item) => number;
  readonly ledger: ExportLedger;
  /** Aborted when the process is about to end: what fails now is not tried again. */
  readonly hurry?: AbortSignal;
}

/** Batches under way at once, so that a slow destination does not hold up a full queue. */
const EXPORTS_AT_ONCE = 8;
/** Bytes for each item that may wait, and for a queue at the least. */
const BYTES_PER_ITEM = 2_048;
const LEAST_MAX_BYTES = 16 * 1_024 * 1_024;
/** A flush does not wait longer for a destination that asks for patience. */
const LONGEST_FLUSH_PAUSE_MILLIS = 30_000;

/**
 * Items on their way to an exporter: bounded, in batches, each batch until the destination has taken or refused it. While the destination is down
 * one batch at a time is tried, with pauses. Beside that: no timer keeps the process alive, no batch is serialised in the call that fills it, a
 * flush keeps the number of exports at once, and `drain()` hands over what is not known to be delivered, under way or not, at a moment when no
 * event loop runs any more.
 */
export class ExportQueue<Item extends { readonly resource: Resource }> {
  readonly #exporter: BatchExporter<Item>;
  readonly #options: ExportQueueOptions<Item>;
  readonly #batchSize: number;
  readonly #waiting: WaitingItems<Item>;
  readonly #backoff = new Backoff();
  /** Timers belong to no request: without this they would keep the contexts of the application's calls. */
  readonly #apart = AsyncLocalStorage.snapshot();
  readonly #underWay = new Map<Batch<Item>, Promise<DeliveryResult>>();
  #accepted = 0;
  #flushTo = 0;
  #timer: NodeJS.Timeout | undefined;
  #pause: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | undefined;
  #isFull = false;
  #lastFailure: DeliveryResult | undefined;
  #shutdown: Promise<void> | undefined;

  constructor(exporter: BatchExporter<Item>, options: ExportQueueOptions<Item>) {
    const { maxQueueSize, maxExportBatchSize, sizeOf = () => 0, ledger } = options;
    this.#exporter = exporter;
    this.#options = options;
    this.#batchSize = Math.min(maxExportBatchSize, maxQueueSize);
    const maxBytes = Math.max(LEAST_MAX_BYTES, maxQueueSize * BYTES_PER_ITEM);
    const waiting = new WaitingItems<Item>({ maxItems: maxQueueSize, maxBytes, sizeOf });
    this.#waiting = waiting;
    const backoff = this.#backoff;
    ledger.follow({
      get queueSize() {
        return waiting.size;
      },
      get isDown() {
        return backoff.isDown;
      },
    });
  }

  add(item: Item): void {
    if (this.#shutdown !== undefined) {
      this.#options.ledger.dropped('shutdown', 1);
      return;
    }
    if (!this.#waiting.add(item)) {
      this.#drop();
      return;
    }
    this.#accepted++;
    if (this.#pause !== undefined) return;
    if (this.#waiting.length >= this.#batchSize) this.#soon ??= this.#apart(() => setImmediate(this.#onSoon).unref());
    else if (this.#timer === undefined) this.#startTimer();
  }

  /**
   * Exports what waits now, and again what the destination cannot take at the moment. Rejects with the first failure, or when the destination
   * cannot be reached: what waits then goes on waiting.
   */
  async flush(): Promise<void> {
    const target = this.#accepted;
    this.#flushTo = target;
    this.#backoff.endPause();
    const failure = await this.#settleUpTo(target);
    await this.#exporter.forceFlush?.();
    if (failure !== undefined) throw failure;
  }

  /** Exports what waits; what comes later, and what cannot be exported, is dropped. */
  shutdown(): Promise<void> {
    this.#shutdown ??= this.flush().finally(() => {
      this.#stopTimers();
      const lost = this.drain().flat().length;
      const { items, ledger } = this.#options;
      ledger.dropped('shutdown', lost);
      if (lost > 0) log.warn(`shut down with ${lost} ${items} that could not be delivered; they are lost`);
      return this.#exporter.shutdown();
    });
    return this.#shutdown;
  }

  /** Takes out all that is not known to be delivered, in batches; what becomes of those under way does not matter any more. */
  drain(): readonly Item[][] {
    const batches = [...this.#underWay.keys()];
    this.#underWay.clear();
    while (this.#waiting.length > 0) batches.push(this.#waiting.take(this.#batchSize));
    for (const batch of batches) this.#waiting.settle(batch);
    this.#isFull = false;
    this.#stopTimers();
    return batches.map(({ items }) => [...items]);
  }

  get #taken(): number {
    return this.#accepted - this.#waiting.length;
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

  readonly #onPauseEnd = (): void => {
    this.#pause = undefined;
    this.#pump();
  };

  #startTimer(): void {
    this.#timer = this.#apart(() => setTimeout(this.#onTime, this.#options.scheduledDelayMillis).unref());
  }

  #stopTimers(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#pause);
    clearImmediate(this.#soon);
    this.#timer = undefined;
    this.#pause = undefined;
    this.#soon = undefined;
  }

  /** Starts exports of what is due: full batches, and whatever a flush or the time asked for. */
  #pump(): void {
    const pauseMillis = this.#backoff.pauseMillis;
    if (pauseMillis > 0) {
      clearTimeout(this.#pause);
      this.#pause = this.#apart(() => setTimeout(this.#onPauseEnd, pauseMillis).unref());
      return;
    }
    const most = this.#backoff.isDown ? 1 : EXPORTS_AT_ONCE;
    const isDue = (): boolean => this.#waiting.length >= this.#batchSize || this.#taken < this.#flushTo;
    while (this.#waiting.length > 0 && isDue() && this.#underWay.size < most)
      this.#start(this.#waiting.take(this.#batchSize));
    if (this.#waiting.length > 0 && this.#timer === undefined) this.#startTimer();
  }

  #start(batch: Batch<Item>): void {
    const startedAt = performance.now();
    const ending = this.#apart(() => exportBatch(this.#exporter, batch.items)).then((result) => {
      if (this.#underWay.delete(batch)) this.#end(batch, result, startedAt);
      return result;
    });
    this.#underWay.set(batch, ending);
  }

  #end(batch: Batch<Item>, result: DeliveryResult, startedAt: number): void {
    const { ledger, items } = this.#options;
    if (result.code !== 0) globalErrorHandler(result.error ?? new Error(`export of ${items} failed`));
    if (result.isTransient === true) {
      ledger.failed();
      this.#lastFailure = result;
      this.#backoff.failed(startedAt, result.retryAfterMillis);
      this.#waiting.putBack(batch);
    } else {
      this.#waiting.settle(batch);
      settleInLedger(ledger, batch.items.length, result);
      if (result.code === 0 || result.isAnswer === true) this.#backoff.succeeded();
      if (this.#waiting.length === 0) this.#isFull = false;
    }
    this.#pump();
  }

  /** Resolves to the first failure when nothing of the first `target` items waits or is under way, or it is no use to wait for that. */
  async #settleUpTo(target: number): Promise<Error | undefined> {
    const started = new Set<Promise<DeliveryResult>>();
    for (;;) {
      this.#pump();
      for (const ending of this.#underWay.values()) started.add(ending);
      if (this.#taken >= target) {
        const failed = (await Promise.all(started)).find(({ code, isTransient }) => code !== 0 && isTransient !== true);
        if (this.#taken >= target) return failed && (failed.error ?? new Error('export failed'));
      } else if (this.#underWay.size > 0) await Promise.race(this.#underWay.values());
      else if (!this.#isWorthWaiting()) return this.#lastFailure?.error ?? new Error('export failed');
      else await this.#pauseEnd();
    }
  }

  /** A destination that answers gets the pause it asks for; one that is not there is not waited for. */
  #isWorthWaiting(): boolean {
    if (this.#options.hurry?.aborted === true || this.#backoff.pauseMillis > LONGEST_FLUSH_PAUSE_MILLIS) return false;
    return this.#lastFailure === undefined || this.#lastFailure.isAnswer === true;
  }

  #pauseEnd(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.#backoff.pauseMillis).unref());
  }

  #drop(): void {
    const { items, maxQueueSize, sizeVariable, ledger } = this.#options;
    ledger.dropped('queue_full', 1);
    if (this.#isFull) return;
    this.#isFull = true;
    const isCount = this.#waiting.size >= maxQueueSize;
    const got = isCount ? 'got more' : `got ${this.#waiting.size} that are too large`;
    log.warn(
      `${sizeVariable}: expected at most ${maxQueueSize} ${items} to wait for delivery, ${got}; the newest are dropped until there is room`,
    );
  }
}
