import { log } from '../../foundation/diagnostics/log.ts';
import { oneLine } from '../../foundation/diagnostics/masking.ts';
import type { EncodedItem } from '../encoding/encoded-item.ts';
import type { ExportLedger } from './export-ledger.ts';
import type { ExportSink } from './exporting-processors.ts';

export interface EncodingSinkOptions<Item> {
  /** Throws what a getter of the item throws. */
  encode(item: Item): EncodedItem;
  readonly queue: ExportSink<EncodedItem>;
  readonly ledger: ExportLedger;
}

/**
 * Encodes items when they are queued, so that what waits is bytes: the objects of a span are garbage as soon as it has ended, and a batch is made by
 * copying. An item that cannot be encoded is dropped alone.
 */
export class EncodingSink<Item> implements ExportSink<Item> {
  readonly #options: EncodingSinkOptions<Item>;
  #hasSkipped = false;

  constructor(options: EncodingSinkOptions<Item>) {
    this.#options = options;
  }

  add(item: Item): void {
    const { encode, queue, ledger } = this.#options;
    let encoded: EncodedItem;
    try {
      encoded = encode(item);
    } catch (error) {
      ledger.dropped('unserialisable', 1);
      const reason = oneLine(error instanceof Error ? error.message : String(error));
      const message = `some telemetry cannot be serialised: ${reason}; it is dropped, the rest of its batch is sent`;
      // The first one is a warning: errors of getters can have any number of texts.
      log[this.#hasSkipped ? 'debug' : 'warn'](message);
      this.#hasSkipped = true;
      return;
    }
    queue.add(encoded);
  }

  flush(): Promise<void> {
    return this.#options.queue.flush();
  }

  shutdown(): Promise<void> {
    return this.#options.queue.shutdown();
  }
}
