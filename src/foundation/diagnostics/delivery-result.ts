import type { ExportResult } from '@opentelemetry/core';

/** How an export ended: the SDK's ExportResult, and what the queue has to know beside it. */
export interface DeliveryResult extends ExportResult {
  /** Sending the same once more may help. */
  readonly isTransient?: boolean;
  /** The destination has answered, if only to ask for patience. */
  readonly isAnswer?: boolean;
  /** The least the destination asks to wait, in ms. */
  readonly retryAfterMillis?: number;
  /** How many items were left out since they cannot be serialised. */
  readonly unserialisable?: number;
  /** How many items the destination did not take of an export that it has taken. */
  readonly rejected?: number;
  /** The items are safe on disk, and another queue's concern. */
  readonly isSpooled?: boolean;
  /** Nothing was sent, for a reason that says nothing about the destination, and has been told. */
  readonly isUnsent?: boolean;
}
