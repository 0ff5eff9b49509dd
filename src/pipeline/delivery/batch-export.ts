import { context } from '@opentelemetry/api';
import { ExportResultCode, globalErrorHandler, suppressTracing } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { DeliveryResult } from '../../foundation/diagnostics/delivery-result.ts';
import type { ExportLedger } from './export-ledger.ts';
import type { ExportSink } from './exporting-processors.ts';

/** The interface that the official exporters of spans and log records share. Results may have more fields than the official ones. */
export interface BatchExporter<Item> {
  export(items: Item[], done: (result: DeliveryResult) => void): void;
  forceFlush?(): Promise<void>;
  shutdown(): Promise<void>;
}

/** Exports once. Never rejects. */
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
    // An exporter that throws has sent nothing.
    return { code: ExportResultCode.FAILED, error: error as Error, unserialisable: items.length };
  }
}

/** Records in the ledger how the export of `count` items ended, when they will not be exported again. */
export function recordOutcome(ledger: ExportLedger, count: number, result: DeliveryResult): void {
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

/** Exports each item at once: someone who watches a console wants to see a span when it ends, not in five seconds. */
export class ImmediateExport<Item extends { readonly resource?: Resource }> implements ExportSink<Item> {
  readonly #exporter: BatchExporter<Item>;
  readonly #underWay = new Set<Promise<void>>();
  #isShutDown = false;

  constructor(exporter: BatchExporter<Item>) {
    this.#exporter = exporter;
  }

  add(item: Item): void {
    if (this.#isShutDown) return;
    const exporting = this.#export(item).finally(() => this.#underWay.delete(exporting));
    this.#underWay.add(exporting);
  }

  async flush(): Promise<void> {
    await Promise.all(this.#underWay);
    await this.#exporter.forceFlush?.();
  }

  async shutdown(): Promise<void> {
    if (this.#isShutDown) return;
    this.#isShutDown = true;
    await Promise.all(this.#underWay);
    await this.#exporter.shutdown();
  }

  async #export(item: Item): Promise<void> {
    const { code, error } = await exportBatch(this.#exporter, [item]);
    if (code !== 0) globalErrorHandler(error ?? new Error('export failed'));
  }
}
