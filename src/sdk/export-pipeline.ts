import { createRequire } from 'node:module';
import type { Resource } from '@opentelemetry/resources';
import type { BatchConfig, OtlpConfig } from '../configuration/config.ts';
import { ExportLedger, published } from '../diagnostics/export-ledger.ts';
import type { FinalRoute } from '../exporters/final-request.ts';
import type { Spool } from '../exporters/spool.ts';
import type { SpooledSignal, SpoolFormat } from '../exporters/spool-entry.ts';
import type { BatchExporter } from '../processors/batch-export.ts';
import { ExportQueue } from '../processors/export-queue.ts';
import type { ExportQueueOptions } from '../processors/export-queue-options.ts';
import { type Outlet, queueOutlet, spooledOutlet } from './outlet.ts';

const load = createRequire(import.meta.url);

/** Longest time telemetry is in memory only, when there is a spool. */
const SYNC_WINDOW_MILLIS = 1_000;

export interface PipelineParts<Item> {
  readonly signal: SpooledSignal;
  readonly batch: BatchConfig;
  readonly exporter: BatchExporter<Item>;
  readonly route: FinalRoute<Item[]>;
  readonly spool: Spool | undefined;
  readonly format: SpoolFormat;
  readonly queue: Pick<ExportQueueOptions<Item>, 'items' | 'sizeVariable' | 'sizeOf'>;
}

export interface Pipeline<Item extends WithResource> {
  readonly queue: ExportQueue<Item>;
  readonly outlet: Outlet;
}

type WithResource = { readonly resource: Resource };

/** What stands between a processor and an exporter: a queue, and the spool if there is one. */
export function createPipeline<Item extends WithResource>(parts: PipelineParts<Item>): Pipeline<Item> {
  const { signal, batch, exporter, route, spool } = parts;
  const { destination } = route;
  const ledger = published(
    new ExportLedger({ signal, destination: destination.name, queueCapacity: batch.maxQueueSize }),
  );
  const options = { ...batch, ...parts.queue, ledger, hurry: destination.hurry };
  if (spool === undefined || route.resender === undefined) {
    const queue = new ExportQueue<Item>(exporter, options);
    return { queue, outlet: queueOutlet(options.items, queue, route) };
  }
  const { SpoolingExporter } = load('./spooling.ts') as typeof import('./spooling.ts');
  const spooling = new SpoolingExporter<Item>({ ...parts, spool, ledger, items: options.items });
  const scheduledDelayMillis = Math.min(batch.scheduledDelayMillis, SYNC_WINDOW_MILLIS);
  const queue = new ExportQueue<Item>(spooling, { ...options, scheduledDelayMillis });
  ledger.follow({
    get queueSize() {
      return queue.queueSize;
    },
    get isDown() {
      return queue.isDown || spooling.isDown;
    },
  });
  return { queue, outlet: spooledOutlet(options.items, queue, spooling, route) };
}

/** What a destination of the protocol takes. */
export function spoolFormat({ protocol }: Pick<OtlpConfig, 'protocol'>): SpoolFormat {
  return protocol === 'http/json' ? 'json' : 'proto';
}
