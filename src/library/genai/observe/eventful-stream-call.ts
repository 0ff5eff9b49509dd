import { context, createContextKey } from '@opentelemetry/api';
import { isStreamHelper, watchBreak } from './eventful-stream.ts';
import { rememberObservation } from './observed-stream.ts';
import type { StreamReport } from './stream-event-emitter.ts';
import type { StreamObservation } from './stream-observation.ts';

const HELPER = createContextKey('otelier stream helper');

/** A helper of an SDK, which makes its requests later and by itself, and what watches them. */
export class HelperWatch {
  /** Of the helper, which gives it to each of its requests; undefined while the helper is being made. */
  signal: unknown;
  #current: StreamObservation | undefined;
  readonly #reports: StreamReport[] = [];

  /** The helper has made a request: the only one, or one of several, each of which is a stream with events of its own. */
  began(observation: StreamObservation): void {
    this.#current = observation;
    for (const report of this.#reports) observation.attach(report.again());
  }

  attach(report: StreamReport): void {
    this.#reports.push(report);
    this.#current?.attach(report.again());
  }

  stopped(): void {
    this.#current?.stopped();
  }
}

/** What watches the helper that makes the present call. */
export const helperInContext = (): HelperWatch | undefined =>
  context.active().getValue(HELPER) as HelperWatch | undefined;

/** Makes a call that has these options. Listeners and tools of a helper run in its context: what they call is not the helper's. */
export function asOwnCall<T>(options: unknown, call: () => T): T {
  const helper = helperInContext();
  const isHelpers =
    helper?.signal === undefined || (options as { signal?: unknown } | undefined)?.signal === helper.signal;
  return isHelpers ? call() : context.with(context.active().deleteValue(HELPER), call);
}

/** Makes a helper, by `make`: when its consumer stops, the request under way is stopped, and not aborted. */
export function watchHelper<T>(make: () => T): T {
  const watch = new HelperWatch();
  const helper = context.with(context.active().setValue(HELPER, watch), make);
  if (typeof helper === 'object' && helper !== null && isStreamHelper(helper)) {
    watch.signal = helper.controller?.signal;
    watchBreak(helper, watch);
    rememberObservation(helper, watch);
  }
  return helper;
}
