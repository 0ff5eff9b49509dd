import { context, createContextKey } from '@opentelemetry/api';
import { isStreamHelper, watchBreak } from './eventful-stream.ts';
import { rememberObservation } from './observed-stream.ts';
import type { StreamObservation } from './stream-observation.ts';
import type { StreamReport } from './stream-report.ts';

const HELPER = createContextKey('otelier stream helper');

/** A helper of an SDK, which makes its requests later and by itself, and what watches them. */
export class HelperWatch {
  #current: StreamObservation | undefined;
  #waiting: StreamReport | undefined;

  /** The helper has made a request, the next one or the only one. */
  began(observation: StreamObservation): void {
    this.#current = observation;
    if (this.#waiting !== undefined) observation.attach(this.#waiting);
    this.#waiting = undefined;
  }

  attach(report: StreamReport): void {
    if (this.#current === undefined) this.#waiting = report;
    else this.#current.attach(report);
  }

  stopped(): void {
    this.#current?.stopped();
  }
}

/** What watches the helper that makes the present call. */
export const helperInContext = (): HelperWatch | undefined =>
  context.active().getValue(HELPER) as HelperWatch | undefined;

/** Makes a helper, by `make`: when its consumer stops, the request under way is stopped, and not aborted. */
export function watchHelper<T>(make: () => T): T {
  const watch = new HelperWatch();
  const helper = context.with(context.active().setValue(HELPER, watch), make);
  if (typeof helper === 'object' && helper !== null && isStreamHelper(helper)) {
    watchBreak(helper, watch);
    rememberObservation(helper, watch);
  }
  return helper;
}
