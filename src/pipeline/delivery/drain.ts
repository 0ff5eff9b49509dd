import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { log } from '../../foundation/diagnostics/log.ts';
import type { Destination } from '../exporters/destination/destination.ts';
import type { DeliveryRoute, OtlpRequest } from '../exporters/otlp/otlp-request.ts';
import { SerializationError } from '../exporters/otlp/serialization.ts';
import type { ExportQueue } from './export-queue.ts';
import type { PushingMetricReader } from './metric-reader.ts';

/** The end of one pipeline, for the moment when no event loop runs any more. */
export interface Outlet {
  /** Whether this can deliver only while the event loop runs. */
  readonly needsEventLoop: boolean;
  /** Collects what has to be while there is an event loop. */
  prepare?(): void;
  /** Takes out all that is not known to be delivered; what is safe on disk only until `deadline`, in ms of performance.now. */
  take(deadline: number): readonly Remainder[];
  /** After the last attempt. */
  close?(): void;
}

/** A provider, and where what it makes leaves. */
export interface WithOutlets<Provider> {
  readonly provider: Provider;
  readonly outlets: readonly Outlet[];
}

/** Some items that were not delivered. */
export interface Remainder {
  /** What they are, in the plural. */
  readonly items: string;
  readonly count: number;
  readonly destination: Destination;
  /** Or why there is none. */
  readonly request: OtlpRequest | Error;
  /** Present when they are safe on disk: told when they need not be any more. */
  readonly onDelivered?: () => void;
}

type WithResource = Pick<ResourceMetrics, 'resource'>;

/** What waits in a queue. */
export function queueOutlet<Item extends WithResource>(
  items: string,
  queue: ExportQueue<Item>,
  route: DeliveryRoute<Item[]>,
): Outlet {
  return {
    needsEventLoop: route.toRequest === undefined,
    take: () => queue.drain().flatMap((batch) => remainders(items, batch.length, batch, route)),
  };
}

/** What a spool takes and has in the last moment. */
export interface Stores<Item> {
  /** What it has, with `batches` added; those that it cannot take are answered as they are. */
  takeAll(
    batches: readonly Item[][],
    deadline: number,
  ): {
    readonly stored: readonly Remainder[];
    readonly unstored: readonly Item[][];
  };
  /** Leaves nothing behind that is not needed. */
  close(): void;
}

/** What waits in a queue before the spool, and in the spool. */
export function spooledOutlet<Item extends WithResource>(
  items: string,
  queue: ExportQueue<Item>,
  spooling: Stores<Item>,
  route: DeliveryRoute<Item[]>,
): Outlet {
  return {
    needsEventLoop: false,
    close: () => spooling.close(),
    take: (deadline) => {
      const { stored, unstored } = spooling.takeAll(queue.drain(), deadline);
      return [...stored, ...unstored.flatMap((batch) => remainders(items, batch.length, batch, route))];
    },
  };
}

/** The last values of metrics. */
export function metricOutlet(reader: PushingMetricReader, route: DeliveryRoute<ResourceMetrics>): Outlet {
  return {
    needsEventLoop: route.toRequest === undefined,
    prepare: () => reader.prepareEnd(),
    take: () =>
      reader.drain().flatMap((metrics) => {
        const count = metrics.scopeMetrics.reduce((sum, scope) => sum + scope.metrics.length, 0);
        return remainders('metrics', count, metrics, route);
      }),
  };
}

/** The last values of metrics that are written at once, as on a console. */
export function printingOutlet(reader: PushingMetricReader, exporter: PushMetricExporter): Outlet {
  return {
    needsEventLoop: false,
    prepare: () => reader.prepareEnd(),
    take: () => {
      for (const metrics of reader.drain()) exporter.export(metrics, () => {});
      return [];
    },
  };
}

/**
 * A part of the application's own. Asked once: when its flush keeps the event loop alive, that runs empty once more, and this would be asked
 * for ever.
 */
export function flushedOutlet(flush: () => Promise<void>): Outlet {
  let isAsked = false;
  return {
    needsEventLoop: false,
    prepare: () => {
      if (isAsked) return;
      isAsked = true;
      (async () => flush())().catch((error: unknown) => log.debug(`at the end of the process: ${String(error)}`));
    },
    take: () => [],
  };
}

/** What stands before other outlets: it leaves to them what it still has. */
export function settledOutlet(settle: () => void): Outlet {
  return {
    needsEventLoop: false,
    prepare: settle,
    take: () => {
      settle();
      return [];
    },
  };
}

const NEEDS_EVENT_LOOP = new Error('its exporter cannot send without the event loop');

/** What can be sent of the items, and what cannot. */
function remainders<Items>(
  items: string,
  count: number,
  contents: Items,
  route: DeliveryRoute<Items>,
): readonly Remainder[] {
  const request = requestOf(contents, route);
  const left = request instanceof Error ? 0 : Math.min(request.unserialisable ?? 0, count);
  const { destination } = route;
  const whole = { items, count: count - left, destination, request };
  return left === 0 ? [whole] : [whole, { items, count: left, destination, request: LEFT_OUT }];
}

const LEFT_OUT = new SerializationError('some of it holds what cannot be read');

function requestOf<Items>(contents: Items, { toRequest }: DeliveryRoute<Items>): OtlpRequest | Error {
  if (toRequest === undefined) return NEEDS_EVENT_LOOP;
  try {
    return toRequest(contents);
  } catch (error) {
    return new SerializationError((error as Error).message, { cause: error });
  }
}
