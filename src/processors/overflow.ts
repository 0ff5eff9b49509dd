import { log } from '../diagnostics/log.ts';
import type { ExportQueueOptions } from './export-queue-options.ts';

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
