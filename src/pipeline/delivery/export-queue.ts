import { AsyncLocalStorage } from 'node:async_hooks';
import { globalErrorHandler } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { DeliveryResult } from '../../foundation/diagnostics/delivery-result.ts';
import { log } from '../../foundation/diagnostics/log.ts';
import { isUnreachable } from '../exporters/transport/retry-policy.ts';
import { Backoff } from './backoff.ts';
import { type BatchExporter, exportBatch, recordOutcome } from './batch-export.ts';
import type { ExportLedger } from './export-ledger.ts';
import type { ExportSink } from './exporting-processors.ts';
import { type Batch, type QueueBounds, WaitingItems } from './waiting-items.ts';

export interface ExportQueueOptions<Item> {
  /** The name of the items in the plural, for messages. */
  readonly items: string;
  /** The variable that sets `maxQueueSize`, for messages. */
  readonly sizeVariable: string;
  /** Includes items in progress and those that are to be sent again. */
  readonly maxQueueSize: number;
  readonly maxExportBatchSize: number;
  /** How long an item waits at most for its batch to become full. */
  readonly scheduledDelayMillis: number;
  /** Approximate size of an item in bytes. @default 0 */
  readonly sizeOf?: (item: Item) => number;
  readonly ledger: ExportLedger;
  /** Aborted when the process is about to end: from then on nothing waits for a destination that is not there. */
  readonly retryStopSignal?: AbortSignal;
  /** Whether items that are left at shutdown are safe elsewhere. @default false */
  readonly isDurable?: boolean;
  /** A clock, in ms from any origin. @default performance.now */
  readonly now?: () => number;
}

/** Concurrent exports, so that a slow destination does not hold up a full queue. */
const MAX_CONCURRENT_EXPORTS = 8;
/** A flush does not wait for a longer pause that a destination requests. */
const MAX_FLUSH_PAUSE_MILLIS = 30_000;
const BYTES_PER_ITEM = 2_048;
const MIN_MAX_BYTES = 16 * 1_024 * 1_024;

/**
 * A bounded queue in front of an exporter. Items leave in batches, and each batch is kept until the destination has accepted or refused it. While the
 * destination is down, one batch at a time is tried, with pauses. Other than in the SDK's processors, no timer keeps the process alive, no batch is
 * serialised in the call that fills it, a flush respects the number of concurrent exports, and `drain()` returns everything that is not known to be
 * delivered when no event loop runs any more.
 */
export class ExportQueue<Item extends { readonly resource?: Resource }> implements ExportSink<Item> {
  readonly #exporter: BatchExporter<Item>;
  readonly #options: ExportQueueOptions<Item>;
  readonly #batchSize: number;
  readonly #waiting: WaitingItems<Item>;
  readonly #overflow: Overflow;
  readonly #timers: QueueTimers;
  readonly #now: () => number;
  readonly #backoff: Backoff;
  readonly #inProgress = new Map<Batch<Item>, Promise<DeliveryResult>>();
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

  /** The number of items that wait or are in progress. */
  get queueSize(): number {
    return this.#waiting.size;
  }

  /** Whether the destination does not accept exports at the moment. */
  get isDown(): boolean {
    return this.#backoff.isDown;
  }

  /** Never throws: an item that cannot even be measured could not be serialised. */
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
   * Exports all items that wait now, again if necessary. Rejects with the first failure, or if the destination cannot be reached: then the items stay
   * in the queue.
   */
  async flush(): Promise<void> {
    const target = this.#accepted;
    this.#flushTo = target;
    this.#backoff.endPause();
    const failure = await this.#exportUpTo(target);
    await this.#exporter.forceFlush?.();
    if (failure !== undefined) throw failure;
  }

  /** Exports all items. Later items, and those that cannot be exported, are dropped. */
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

  /** Takes out everything that is not known to be delivered, in batches. The results of exports in progress are ignored from now on. */
  drain(): readonly Item[][] {
    const batches = [...this.#inProgress.keys()];
    this.#inProgress.clear();
    while (this.#waiting.length > 0) batches.push(this.#waiting.take(this.#batchSize));
    for (const batch of batches) this.#waiting.settle(batch);
    this.#overflow.isOver();
    this.#timers.stop();
    return batches.map(({ items }) => [...items]);
  }

  get #taken(): number {
    return this.#accepted - this.#waiting.length;
  }

  /** Starts the exports that are due: full batches, and items up to the last flush or delay. */
  readonly #pump = (): void => {
    const { pauseMillis } = this.#backoff;
    if (pauseMillis > 0) {
      this.#timers.afterPause(pauseMillis, this.#pump);
      return;
    }
    this.#timers.endPause();
    const limit = this.#backoff.isDown ? 1 : MAX_CONCURRENT_EXPORTS;
    const isDue = (): boolean => this.#waiting.length >= this.#batchSize || this.#taken < this.#flushTo;
    while (this.#waiting.length > 0 && isDue() && this.#inProgress.size < limit)
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
      .detached(() => exportBatch(this.#exporter, batch.items))
      .then((result) => {
        if (this.#inProgress.delete(batch)) this.#recordResult(batch, result, startedAt);
        return result;
      });
    this.#inProgress.set(batch, ending);
  }

  #recordResult(batch: Batch<Item>, result: DeliveryResult, startedAt: number): void {
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
      recordOutcome(ledger, batch.items.length, result);
      if ((result.code === 0 && result.isUnsent !== true) || result.isAnswer === true) this.#backoff.succeeded();
      if (this.#waiting.length === 0) this.#overflow.isOver();
    }
    this.#pump();
  }

  /** Resolves to the first failure when none of the first `target` items waits or is in progress, or waiting is of no use. */
  async #exportUpTo(target: number): Promise<Error | undefined> {
    const started = new Set<Promise<DeliveryResult>>();
    for (;;) {
      this.#pump();
      for (const ending of this.#inProgress.values()) started.add(ending);
      if (this.#taken >= target) {
        const failed = (await Promise.all(started)).find(({ code, isTransient }) => code !== 0 && isTransient !== true);
        if (this.#taken >= target) return failed && (failed.error ?? new Error('export failed'));
      } else if (this.#inProgress.size > 0) await Promise.race(this.#inProgress.values());
      else if (!this.#isWorthWaiting()) return this.#lastFailure?.error ?? new Error('export failed');
      else await this.#pauseEnd();
    }
  }

  /**
   * A flush waits for the pause that a destination requests. When the process ends it also waits after a lost connection, since that is the last try,
   * but never for a destination that is not there.
   */
  #isWorthWaiting(): boolean {
    if (this.#backoff.pauseMillis > MAX_FLUSH_PAUSE_MILLIS) return false;
    if (this.#lastFailure === undefined || this.#lastFailure.isAnswer === true) return true;
    return this.#options.retryStopSignal?.aborted === true && !isUnreachable(this.#lastFailure.error);
  }

  #pauseEnd(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.#backoff.pauseMillis).unref());
  }
}

/** Counts each item that does not fit into the queue, and warns once until the queue has been empty. */
class Overflow {
  readonly #options: ExportQueueOptions<never>;
  #isReported = false;

  constructor(options: ExportQueueOptions<never>) {
    this.#options = options;
  }

  /** `size`: the size of the queue. */
  drop(size: number): void {
    const { items, maxQueueSize, sizeVariable, ledger } = this.#options;
    ledger.dropped('queue_full', 1);
    if (this.#isReported) return;
    this.#isReported = true;
    const got = size >= maxQueueSize ? 'got more' : `got ${size} that are too large`;
    log.warn(
      `${sizeVariable}: expected at most ${maxQueueSize} ${items} to wait for delivery, ${got}; the newest are dropped until there is room`,
    );
  }

  isOver(): void {
    this.#isReported = false;
  }
}

/** The timers of a queue. None keeps the process alive, and each is set at most once at a time. */
class QueueTimers {
  /** Runs work outside of any request: timers would keep the contexts of the application's calls alive otherwise. */
  readonly detached = AsyncLocalStorage.snapshot();
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

  /** After the current call of the application. */
  soon(work: () => void): void {
    this.#soon ??= this.detached(() =>
      setImmediate(() => {
        this.#soon = undefined;
        work();
      }).unref(),
    );
  }

  /** After the delay in which a batch may become full. */
  afterDelay(work: () => void): void {
    this.#delay ??= this.detached(() =>
      setTimeout(() => {
        this.#delay = undefined;
        work();
      }, this.#delayMillis).unref(),
    );
  }

  /** After the pause of a destination that is down. The latest pause counts. */
  afterPause(millis: number, work: () => void): void {
    this.endPause();
    this.#pause = this.detached(() =>
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

/** Texts have no length limit of their own, so the queue limits bytes as well as items. */
function boundsOf<Item>({ maxQueueSize, sizeOf = () => 0 }: ExportQueueOptions<Item>): QueueBounds<Item> {
  return { maxItems: maxQueueSize, maxBytes: Math.max(MIN_MAX_BYTES, maxQueueSize * BYTES_PER_ITEM), sizeOf };
}
