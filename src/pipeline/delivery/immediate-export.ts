import { globalErrorHandler } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import { type BatchExporter, exportBatch } from './batch-export.ts';
import type { ExportSink } from './exporting-processors.ts';

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
