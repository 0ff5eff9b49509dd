import { context } from '@opentelemetry/api';
import { ExportResultCode, suppressTracing } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { DeliveryResult } from '../../foundation/diagnostics/delivery-result.ts';
import type { ExportLedger } from './export-ledger.ts';

/** What the official exporters of spans and log records have in common. Their results may say more than the official ones do. */
export interface BatchExporter<Item> {
  export(items: Item[], done: (result: DeliveryResult) => void): void;
  forceFlush?(): Promise<void>;
  shutdown(): Promise<void>;
}

/** One export. Never rejects. */
export async function exportBatch<Item extends { readonly resource?: Resource }>(
  exporter: BatchExporter<Item>,
  items: Item[],
): Promise<DeliveryResult> {
  try {
    const resource = items[0]?.resource;
    if (resource?.asyncAttributesPending === true) await resource.waitForAsyncAttributes?.();
    return await new Promise<DeliveryResult>((resolve) => {
      context.with(suppressTracing(context.active()), () => exporter.export(items, resolve));
    });
  } catch (error) {
    // An exporter that throws does so before anything has left.
    return { code: ExportResultCode.FAILED, error: error as Error, unserialisable: items.length };
  }
}

/** Writes into the books what has become of `count` items that will not be exported again. */
export function settleInLedger(ledger: ExportLedger, count: number, result: DeliveryResult): void {
  if (result.isSpooled === true) return;
  const { unserialisable = 0, rejected = 0 } = result;
  const exported = count - Math.min(unserialisable, count);
  ledger.dropped('unserialisable', count - exported);
  if (result.code === 0) {
    const refused = Math.min(rejected, exported);
    ledger.dropped('rejected', refused);
    ledger.sent(exported - refused);
  } else {
    ledger.failed();
    ledger.dropped('refused', exported);
  }
}
