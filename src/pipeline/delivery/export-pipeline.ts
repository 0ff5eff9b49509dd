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
import { type Drainable, queueDrain, spooledDrain } from './drain.ts';
import { EncodingSink } from './encoding-sink.ts';
import { ExportLedger, published } from './export-ledger.ts';
import { ExportQueue, type ExportQueueOptions } from './export-queue.ts';
import type { ExportSink } from './exporting-processors.ts';
import type { Spool } from './spool/spool.ts';
import type { SpooledSignal, SpoolFormat } from './spool/spool-entry.ts';

const load = createRequire(import.meta.url);

/** How long telemetry is in memory only, if there is a spool. */
const MAX_SPOOL_DELAY_MILLIS = 1_000;

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
  readonly drainable: Drainable;
  readonly ledger: ExportLedger;
}

type WithResource = { readonly resource: Resource };

/** Creates the part between a processor and an exporter: a queue, and the spool if there is one. */
export function createPipeline<Item extends WithResource>(parts: PipelineParts<Item>): Pipeline<Item> {
  const { signal, batch, exporter, route, spool } = parts;
  const { destination } = route;
  const ledger = published(
    new ExportLedger({ signal, destination: destination.name, queueCapacity: batch.maxQueueSize }),
  );
  const options = { ...batch, ...parts.queue, ledger, retryStopSignal: destination.retryStopSignal };
  if (spool === undefined || route.resender === undefined) {
    const queue = new ExportQueue<Item>(exporter, options);
    return { queue, ledger, drainable: queueDrain(options.items, queue, route) };
  }
  const { SpoolingExporter } = load('./spooling-exporter.ts') as typeof import('./spooling-exporter.ts');
  const spooling = new SpoolingExporter<Item>({ ...parts, spool, ledger, items: options.items });
  const scheduledDelayMillis = Math.min(batch.scheduledDelayMillis, MAX_SPOOL_DELAY_MILLIS);
  const queue = new ExportQueue<Item>(spooling, { ...options, scheduledDelayMillis });
  ledger.follow({
    get queueSize() {
      return queue.queueSize;
    },
    get isDown() {
      return queue.isDown || spooling.isDown;
    },
  });
  return { queue, ledger, drainable: spooledDrain(options.items, queue, spooling, route) };
}

/** The same for items that wait as bytes where the destination takes protobuf. */
export function createItemPipeline<Item extends WithResource>(
  parts: PipelineParts<Item>,
  encoding: ExportEncoding<Item[]> | undefined,
): { readonly sink: ExportSink<Item>; readonly drainable: Drainable } {
  if (encoding === undefined) {
    const { queue, drainable } = createPipeline(parts);
    return { sink: queue, drainable };
  }
  const { exporter, route } = encoding;
  const encoded = { ...parts, exporter, route, queue: { ...parts.queue, sizeOf: encodedSize } };
  const { queue, drainable, ledger } = createPipeline<EncodedItem>(encoded);
  const encode = encoding.encode as (item: Item) => EncodedItem;
  return { sink: new EncodingSink<Item>({ encode, queue, ledger }), drainable };
}

/** The format of the request bodies of a protocol. */
export function spoolFormat({ protocol }: Pick<OtlpConfig, 'protocol'>): SpoolFormat {
  return protocol === 'http/json' ? 'json' : 'proto';
}

/** The spool, if one is configured. A folder that cannot be used is one warning, and there is no spool. */
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
