import { log } from '../../foundation/diagnostics/log.ts';
import { oneLine } from '../../foundation/diagnostics/masking.ts';
import { describeFailure } from '../exporters/destination/failure-reason.ts';
import { SerializationError } from '../exporters/otlp/serialization.ts';
import { createTimeoutError } from '../exporters/transport/export-timeout.ts';
import type { Outlet, Remainder } from './drain.ts';
import { exportSnapshots } from './export-ledger.ts';
import { deliverSynchronously } from './synchronous-delivery.ts';

/** Of the time, for reading what lies on disk: the rest of that is safe there. */
const READING_SHARE = 0.25;

/** Delivers what is left when the process ends, within a time that all calls share. */
export class LastDelivery {
  readonly #outlets: readonly Outlet[];
  readonly #late: Error;
  #millisLeft: number;

  constructor(outlets: readonly Outlet[], timeoutMillis: number) {
    this.#outlets = outlets;
    this.#millisLeft = timeoutMillis;
    this.#late = createTimeoutError(timeoutMillis, 'OTELIER_SHUTDOWN_TIMEOUT');
  }

  /** Collects what has to be while there is an event loop. */
  prepare(): void {
    for (const outlet of this.#outlets) outlet.prepare?.();
  }

  /** Blocks the thread until all is delivered or the time is over. What is lost is told. */
  deliver(): void {
    if (this.#millisLeft > 0) this.#deliver();
    for (const outlet of this.#outlets) outlet.close?.();
  }

  #deliver(): void {
    // What serialises a full queue takes its time, too.
    const started = performance.now();
    const deadline = started + this.#millisLeft * READING_SHARE;
    const left = this.#outlets.flatMap((outlet) => outlet.take(deadline));
    if (left.length === 0) return;
    const requests = left.flatMap(({ request }) => (request instanceof Error ? [] : request));
    // The other half has been spent on waiting for exports that were under way.
    const share = left.some(({ destination }) => destination.isSlow) ? 0.5 : 1;
    const timeoutMillis = Math.max(1, this.#millisLeft * share - (performance.now() - started));
    const failures = requests.length === 0 ? [] : [...deliverSynchronously(requests, timeoutMillis, this.#late)];
    this.#millisLeft -= performance.now() - started;
    const lost = left.flatMap((remainder): Loss[] => {
      const reason = remainder.request instanceof Error ? remainder.request : failures.shift();
      if (reason === undefined) remainder.onDelivered?.();
      return reason === undefined || remainder.onDelivered !== undefined ? [] : [{ remainder, reason }];
    });
    tell(lost);
  }
}

interface Loss {
  readonly remainder: Remainder;
  readonly reason: Error;
}

/** One line for each destination and reason. */
function tell(lost: readonly Loss[]): void {
  for (const [why, losses] of Map.groupBy(lost, describeLoss)) {
    const counts = Map.groupBy(losses, ({ remainder }) => remainder.items);
    const parts = [...counts].map(([items, some]) => {
      const count = some.reduce((sum, { remainder }) => sum + remainder.count, 0);
      return `${count} ${count === 1 ? items.slice(0, -1) : items}`;
    });
    log.warn(`${why}. The process has ended; lost: ${parts.join(', ')}`);
  }
}

function describeLoss({ remainder, reason }: Loss): string {
  if (reason instanceof SerializationError) return `some telemetry cannot be serialised: ${oneLine(reason.message)}`;
  return `cannot deliver telemetry to ${remainder.destination.name}: ${describeFailure(reason)}`;
}

/** What waits in memory when a signal is about to end the process: one line for all of it. */
export function tellUndelivered(): void {
  const parts = exportSnapshots()
    .filter(({ queueSize }) => queueSize > 0)
    .map(({ queueSize, signal }) => `${queueSize} ${signal === 'traces' ? 'spans' : 'log records'}`);
  if (parts.length > 0) log.warn(`could not be delivered, and lost if the process ends now: ${parts.join(', ')}`);
}
