import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { log } from '../../foundation/diagnostics/log.ts';
import type { Destination } from '../exporters/destination/destination.ts';
import type { DeliveryRoute, OtlpRequest } from '../exporters/otlp/otlp-request.ts';
import { SerializationError } from '../exporters/otlp/otlp-request.ts';
import type { ExportQueue } from './export-queue.ts';
import type { PushingMetricReader } from './metric-reader.ts';

/** The end of one pipeline, for the moment when no event loop runs any more. */
export interface Drainable {
  /** Whether this can deliver only while the event loop runs. */
  readonly needsEventLoop: boolean;
  /** Loads the code that `drain` needs: the files may have been replaced by then. */
  preload?(): void;
  /** Collects telemetry that cannot be had without an event loop. */
  prepare?(): void;
  /**
   * Takes out everything that is not known to be delivered. Telemetry that is safe on disk is read until `deadline` only, in ms of performance.now.
   */
  drain(deadline: number): readonly UnsentBatch[];
  /** Called after the last attempt. */
  close?(): void;
}

/** A provider, and the ends of the pipelines that its telemetry goes through. */
export interface DrainableProvider<Provider> {
  readonly provider: Provider;
  readonly drainables: readonly Drainable[];
}

/** Some items that were not delivered. */
export interface UnsentBatch {
  /** Their name in the plural, for messages. */
  readonly items: string;
  readonly count: number;
  readonly destination: Destination;
  /** The request that delivers them, or why there is none. */
  readonly request: OtlpRequest | Error;
  /** Present if the items are safe on disk. Called when they have been delivered. */
  readonly onDelivered?: () => void;
}

type WithResource = Pick<ResourceMetrics, 'resource'>;

/** The items of a queue. */
export function queueDrain<Item extends WithResource>(
  items: string,
  queue: ExportQueue<Item>,
  route: DeliveryRoute<Item[]>,
): Drainable {
  return {
    needsEventLoop: route.toRequest === undefined,
    preload: () => void route.toRequest?.([]),
    drain: () => queue.drain().flatMap((batch) => toUnsent(items, batch.length, batch, route)),
  };
}

/** The part of a spool that the end of a process uses. */
export interface SpoolDrain<Item> {
  /** Stores `batches`, and returns all stored batches. Those that cannot be stored are returned as they are. */
  storeAndDrain(
    batches: readonly Item[][],
    deadline: number,
  ): {
    readonly stored: readonly UnsentBatch[];
    readonly unstored: readonly Item[][];
  };
  /** Removes the files that are not needed any more. */
  close(): void;
}

/** The items of a queue in front of a spool, and those in the spool. */
export function spooledDrain<Item extends WithResource>(
  items: string,
  queue: ExportQueue<Item>,
  spool: SpoolDrain<Item>,
  route: DeliveryRoute<Item[]>,
): Drainable {
  return {
    needsEventLoop: false,
    preload: () => void route.toRequest?.([]),
    close: () => spool.close(),
    drain: (deadline) => {
      const { stored, unstored } = spool.storeAndDrain(queue.drain(), deadline);
      return [...stored, ...unstored.flatMap((batch) => toUnsent(items, batch.length, batch, route))];
    },
  };
}

/** The last values of metrics. */
export function metricDrain(reader: PushingMetricReader, route: DeliveryRoute<ResourceMetrics>): Drainable {
  return {
    needsEventLoop: route.toRequest === undefined,
    prepare: () => reader.prepareEnd(),
    drain: () =>
      reader.drain().flatMap((metrics) => {
        const count = metrics.scopeMetrics.reduce((sum, scope) => sum + scope.metrics.length, 0);
        return toUnsent('metrics', count, metrics, route);
      }),
  };
}

/** The last values of metrics whose exporter writes synchronously, as the console's does. */
export function printedMetricDrain(reader: PushingMetricReader, exporter: PushMetricExporter): Drainable {
  return {
    needsEventLoop: false,
    prepare: () => reader.prepareEnd(),
    drain: () => {
      for (const metrics of reader.drain()) exporter.export(metrics, () => {});
      return [];
    },
  };
}

/**
 * A processor or reader of the application's. It is flushed once: its flush may keep the event loop alive, which then ends again, and would be
 * flushed for ever.
 */
export function flushedDrain(flush: () => Promise<void>): Drainable {
  let isFlushed = false;
  return {
    needsEventLoop: false,
    prepare: () => {
      if (isFlushed) return;
      isFlushed = true;
      (async () => flush())().catch((error: unknown) => log.debug(`at the end of the process: ${String(error)}`));
    },
    drain: () => [],
  };
}

/** A processor in front of other drainables, which hands them everything that it holds. */
export function settledDrain(settle: () => void): Drainable {
  return {
    needsEventLoop: false,
    prepare: settle,
    drain: () => {
      settle();
      return [];
    },
  };
}

const NEEDS_EVENT_LOOP = new Error('its exporter cannot send without the event loop');
const UNSERIALISABLE = new SerializationError('some of it cannot be read');

function toUnsent<Items>(
  items: string,
  count: number,
  contents: Items,
  route: DeliveryRoute<Items>,
): readonly UnsentBatch[] {
  const request = toRequest(contents, route);
  const skipped = request instanceof Error ? 0 : Math.min(request.unserialisable ?? 0, count);
  const { destination } = route;
  const rest = { items, count: count - skipped, destination, request };
  return skipped === 0 ? [rest] : [rest, { items, count: skipped, destination, request: UNSERIALISABLE }];
}

function toRequest<Items>(contents: Items, route: DeliveryRoute<Items>): OtlpRequest | Error {
  if (route.toRequest === undefined) return NEEDS_EVENT_LOOP;
  try {
    return route.toRequest(contents);
  } catch (error) {
    return new SerializationError((error as Error).message, { cause: error });
  }
}
