import type { ExportResult } from '@opentelemetry/core';

/** The outcome of an export: the SDK's ExportResult with the details that the queue needs. */
export interface DeliveryResult extends ExportResult {
  /** A retry may succeed. */
  readonly isTransient?: boolean;
  /** The destination has sent a response, possibly a request to wait. */
  readonly isAnswer?: boolean;
  /** Minimum delay that the destination requested, in ms. */
  readonly retryAfterMillis?: number;
  /** Number of items that were dropped because they cannot be serialised. */
  readonly unserialisable?: number;
  /** Number of items that the destination rejected in a successful export. */
  readonly rejected?: number;
  /** The items were written to the spool, which delivers them later. */
  readonly isSpooled?: boolean;
  /** Nothing was sent, for a reason that is not the destination's and has been reported. */
  readonly isUnsent?: boolean;
}
