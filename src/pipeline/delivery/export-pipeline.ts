import { createRequire } from 'node:module';
import path from 'node:path';
import type { Resource } from '@opentelemetry/resources';
import type { BatchConfig, Config, OtlpConfig } from '../../foundation/configuration/config.ts';
import { log } from '../../foundation/diagnostics/log.ts';
import { oneLine } from '../../foundation/diagnostics/masking.ts';
import { type EncodedItem, encodedSize } from '../encoding/encoded-item.ts';
import type { ExportEncoding } from '../exporters/create-exporters.ts';
import type { DeliveryRoute } from '../exporters/otlp/otlp-request.ts';
import type { BatchExporter } from './batch-export.ts';
import { type Outlet, queueOutlet, spooledOutlet } from './drain.ts';
import { EncodingSink } from './encoding-sink.ts';
import { ExportLedger, published } from './export-ledger.ts';
import { ExportQueue } from './export-queue.ts';
import type { ExportQueueOptions } from './export-queue-options.ts';
import type { ExportSink } from './exporting-processors.ts';
import type { Spool } from './spool/spool.ts';
import type { SpooledSignal, SpoolFormat } from './spool/spool-entry.ts';

const load = createRequire(import.meta.url);

/** Longest time telemetry is in memory only, when there is a spool. */
const SYNC_WINDOW_MILLIS = 1_000;

export interface PipelineParts<Item> {
  readonly signal: SpooledSignal;
  readonly batch: BatchConfig;
  readonly exporter: BatchExporter<Item>;
  readonly route: DeliveryRoute<Item[]>;
  readonly spool: Spool | undefined;
  readonly format: SpoolFormat;
  readonly queue: Pick<ExportQueueOptions<Item>, 'items' | 'sizeVariable' | 'sizeOf'>;
}

export interface Pipeline<Item extends WithResource> {
  readonly queue: ExportQueue<Item>;
  readonly outlet: Outlet;
  readonly ledger: ExportLedger;
}

type WithResource = { readonly resource: Resource };

/** What stands between a processor and an exporter: a queue, and the spool if there is one. */
export function createPipeline<Item extends WithResource>(parts: PipelineParts<Item>): Pipeline<Item> {
  const { signal, batch, exporter, route, spool } = parts;
  const { destination } = route;
  const ledger = published(
    new ExportLedger({ signal, destination: destination.name, queueCapacity: batch.maxQueueSize }),
  );
  const options = { ...batch, ...parts.queue, ledger, hurry: destination.retryStopSignal };
  if (spool === undefined || route.resender === undefined) {
    const queue = new ExportQueue<Item>(exporter, options);
    return { queue, ledger, outlet: queueOutlet(options.items, queue, route) };
  }
  const { SpoolingExporter } = load('./spooling-exporter.ts') as typeof import('./spooling-exporter.ts');
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
  return { queue, ledger, outlet: spooledOutlet(options.items, queue, spooling, route) };
}

/** The same for items that wait as bytes where the destination takes protobuf. */
export function createItemPipeline<Item extends WithResource>(
  parts: PipelineParts<Item>,
  encoding: ExportEncoding<Item[]> | undefined,
): { readonly sink: ExportSink<Item>; readonly outlet: Outlet } {
  if (encoding === undefined) {
    const { queue, outlet } = createPipeline(parts);
    return { sink: queue, outlet };
  }
  const { exporter, route } = encoding;
  const encoded = { ...parts, exporter, route, queue: { ...parts.queue, sizeOf: encodedSize } };
  const { queue, outlet, ledger } = createPipeline<EncodedItem>(encoded);
  const encode = encoding.encode as (item: Item) => EncodedItem;
  return { sink: new EncodingSink<Item>({ encode, queue, ledger }), outlet };
}

/** What a destination of the protocol takes. */
export function spoolFormat({ protocol }: Pick<OtlpConfig, 'protocol'>): SpoolFormat {
  return protocol === 'http/json' ? 'json' : 'proto';
}

/** The spool, when there is to be one. A folder that cannot be written is one warning, and none. */
export function createSpool({ spool: { folder, maxMebibytes } }: Config): Spool | undefined {
  if (folder === undefined) return undefined;
  try {
    const { Spool } = load('./spool/spool.ts') as typeof import('./spool/spool.ts');
    const spool = new Spool({ folder: path.resolve(folder), maxBytes: maxMebibytes * 1_048_576 });
    spool.start();
    return spool;
  } catch (error) {
    log.warn(
      `OTELIER_SPOOL_DIR: expected a folder that can be written, got "${oneLine((error as Error).message)}"; telemetry waits in memory only`,
    );
    return undefined;
  }
}
