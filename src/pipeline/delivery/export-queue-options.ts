import type { ExportLedger } from './export-ledger.ts';
import type { QueueBounds } from './waiting-items.ts';

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
  /** What is left when it is shut down is safe elsewhere. @default false */
  readonly isDurable?: boolean;
  /** A clock, in ms from any origin. @default performance.now */
  readonly now?: () => number;
}

/** Bytes for each item that may wait, and for a queue at the least. */
const BYTES_PER_ITEM = 2_048;
const LEAST_MAX_BYTES = 16 * 1_024 * 1_024;

/** A queue that is not full yet may hold too much all the same: texts have no limit of their own. */
export function boundsOf<Item>({ maxQueueSize, sizeOf = () => 0 }: ExportQueueOptions<Item>): QueueBounds<Item> {
  return { maxItems: maxQueueSize, maxBytes: Math.max(LEAST_MAX_BYTES, maxQueueSize * BYTES_PER_ITEM), sizeOf };
}
