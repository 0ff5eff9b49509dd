import { AsyncLocalStorage } from 'node:async_hooks';
import { globalErrorHandler } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { DeliveryResult } from '../../foundation/diagnostics/delivery-result.ts';
import { log } from '../../foundation/diagnostics/log.ts';
import { Backoff } from './backoff.ts';
import { type BatchExporter, exportBatch, settleInLedger } from './batch-export.ts';
import { boundsOf, type ExportQueueOptions } from './export-queue-options.ts';
import { type Batch, WaitingItems } from './waiting-items.ts';

/** Batches under way at once, so that a slow destination does not hold up a full queue. */
const EXPORTS_AT_ONCE = 8;
/** A flush does not wait longer for a destination that asks for patience. */
const LONGEST_FLUSH_PAUSE_MILLIS = 30_000;

/**
 * Items on their way to an exporter: bounded, in batches, each batch until the destination has taken or refused it. While the destination is down
 * one batch at a time is tried, with pauses. Beside that: no timer keeps the process alive, no batch is serialised in the call that fills it, a
 * flush keeps the number of exports at once, and `drain()` hands over what is not known to be delivered, under way or not, at a moment when no
 * event loop runs any more.
 */
export class ExportQueue<Item extends { readonly resource?: Resource }> {
  readonly #exporter: BatchExporter<Item>;
  readonly #options: ExportQueueOptions<Item>;
  readonly #batchSize: number;
  readonly #waiting: WaitingItems<Item>;
  readonly #overflow: Overflow;
  readonly #timers: QueueTimers;
  readonly #now: () => number;
  readonly #backoff: Backoff;
  readonly #underWay = new Map<Batch<Item>, Promise<DeliveryResult>>();
  #accepted = 0;
  #flushTo = 0;
  #lastFailure: DeliveryResult | undefined;
  #shutdown: Promise<void> | undefined;

  constructor(exporter: BatchExporter<Item>, options: ExportQueueOptions<Item>) {
    this.#exporter = exporter;
    this.#options = options;
    this.#batchSize = Math.min(options.maxExportBatchSize, options.maxQueueSize);
    this.#waiting = new WaitingItems(boundsOf(options));
    this.#overflow = new Overflow(options);
    this.#timers = new QueueTimers(options.scheduledDelayMillis);
    this.#now = options.now ?? (() => performance.now());
    this.#backoff = new Backoff(this.#now);
    options.ledger.follow(this);
  }

  /** How many items wait or are under way. */
  get queueSize(): number {
    return this.#waiting.size;
  }

  /** Whether the destination takes nothing at the moment. */
  get isDown(): boolean {
    return this.#backoff.isDown;
  }

  /** Never throws: what cannot even be measured could not be serialised. */
  add(item: Item): void {
    try {
      this.#add(item);
    } catch {
      this.#options.ledger.dropped('unserialisable', 1);
    }
  }

  #add(item: Item): void {
    if (this.#shutdown !== undefined) {
      this.#options.ledger.dropped('shutdown', 1);
    } else if (this.#waiting.add(item)) {
      this.#accepted++;
      if (this.#timers.isPausing) return;
      if (this.#waiting.length >= this.#batchSize) this.#timers.soon(this.#pump);
      else this.#timers.afterDelay(this.#pumpAll);
    } else {
      this.#overflow.drop(this.#waiting.size);
    }
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
      this.#timers.stop();
      const lost = this.drain().flat().length;
      const { items, ledger, isDurable = false } = this.#options;
      ledger.dropped('shutdown', lost);
      if (lost > 0 && !isDurable)
        log.warn(`shut down with ${lost} ${items} that could not be delivered; they are lost`);
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
    this.#overflow.isOver();
    this.#timers.stop();
    return batches.map(({ items }) => [...items]);
  }

  get #taken(): number {
    return this.#accepted - this.#waiting.length;
  }

  /** Starts exports of what is due: full batches, and whatever a flush or the time asked for. */
  readonly #pump = (): void => {
    const { pauseMillis } = this.#backoff;
    if (pauseMillis > 0) {
      this.#timers.afterPause(pauseMillis, this.#pump);
      return;
    }
    this.#timers.endPause();
    const most = this.#backoff.isDown ? 1 : EXPORTS_AT_ONCE;
    const isDue = (): boolean => this.#waiting.length >= this.#batchSize || this.#taken < this.#flushTo;
    while (this.#waiting.length > 0 && isDue() && this.#underWay.size < most)
      this.#start(this.#waiting.take(this.#batchSize));
    if (this.#waiting.length > 0) this.#timers.afterDelay(this.#pumpAll);
  };

  readonly #pumpAll = (): void => {
    this.#flushTo = this.#accepted;
    this.#pump();
  };

  #start(batch: Batch<Item>): void {
    const startedAt = this.#now();
    const ending = this.#timers
      .apart(() => exportBatch(this.#exporter, batch.items))
      .then((result) => {
        if (this.#underWay.delete(batch)) this.#end(batch, result, startedAt);
        return result;
      });
    this.#underWay.set(batch, ending);
  }

  #end(batch: Batch<Item>, result: DeliveryResult, startedAt: number): void {
    const { ledger, items } = this.#options;
    if (result.code !== 0 && result.isUnsent !== true)
      globalErrorHandler(result.error ?? new Error(`export of ${items} failed`));
    if (result.isTransient === true) {
      ledger.failed();
      this.#lastFailure = result;
      this.#backoff.failed(startedAt, result.retryAfterMillis);
      this.#waiting.putBack(batch);
    } else {
      this.#waiting.settle(batch);
      settleInLedger(ledger, batch.items.length, result);
      if ((result.code === 0 && result.isUnsent !== true) || result.isAnswer === true) this.#backoff.succeeded();
      if (this.#waiting.length === 0) this.#overflow.isOver();
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
}

/** What does not fit the queue: counted each time, told once until the queue has been empty. */
export class Overflow {
  readonly #options: ExportQueueOptions<never>;
  #isTold = false;

  constructor(options: ExportQueueOptions<never>) {
    this.#options = options;
  }

  /** `size`: of the queue. */
  drop(size: number): void {
    const { items, maxQueueSize, sizeVariable, ledger } = this.#options;
    ledger.dropped('queue_full', 1);
    if (this.#isTold) return;
    this.#isTold = true;
    const got = size >= maxQueueSize ? 'got more' : `got ${size} that are too large`;
    log.warn(
      `${sizeVariable}: expected at most ${maxQueueSize} ${items} to wait for delivery, ${got}; the newest are dropped until there is room`,
    );
  }

  isOver(): void {
    this.#isTold = false;
  }
}

/** What wakes a queue. None keeps the process alive, and each is set at most once at a time. */
export class QueueTimers {
  /** Timers belong to no request: without this they would keep the contexts of the application's calls. */
  readonly apart = AsyncLocalStorage.snapshot();
  readonly #delayMillis: number;
  #delay: NodeJS.Timeout | undefined;
  #pause: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | undefined;

  constructor(delayMillis: number) {
    this.#delayMillis = delayMillis;
  }

  get isPausing(): boolean {
    return this.#pause !== undefined;
  }

  /** After the call that asks for it. */
  soon(work: () => void): void {
    this.#soon ??= this.apart(() =>
      setImmediate(() => {
        this.#soon = undefined;
        work();
      }).unref(),
    );
  }

  /** When items have waited long enough for their batch to become full. */
  afterDelay(work: () => void): void {
    this.#delay ??= this.apart(() =>
      setTimeout(() => {
        this.#delay = undefined;
        work();
      }, this.#delayMillis).unref(),
    );
  }

  /** When the destination may be asked again. The latest pause counts. */
  afterPause(millis: number, work: () => void): void {
    this.endPause();
    this.#pause = this.apart(() =>
      setTimeout(() => {
        this.#pause = undefined;
        work();
      }, millis).unref(),
    );
  }

  endPause(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
  }

  stop(): void {
    this.endPause();
    clearTimeout(this.#delay);
    clearImmediate(this.#soon);
    this.#delay = undefined;
    this.#soon = undefined;
  }
}
