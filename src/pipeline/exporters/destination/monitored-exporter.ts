import { ExportResultCode } from '@opentelemetry/core';
import type { DeliveryResult } from '../../../foundation/diagnostics/delivery-result.ts';
import { noAnswerWithin } from '../transport/export-timeout.ts';
import { isTransient } from '../transport/transient-error.ts';
import type { Destination } from './destination.ts';
import { whileExporting } from './exporting-context.ts';

/** What all official exporters have in common. */
export interface Sends<Items> {
  export(items: Items, done: (result: DeliveryResult) => void): void;
}

/** Errors that their destination has already told about. */
const reported = new WeakSet<object>();

/**
 * Lets an exporter tell its destination how each export ended, and ends an export as failed when it takes too long or the destination is
 * given up: not every exporter has a time limit, and the SDK's processors keep the process alive until the callback.
 * Returns the exporter itself.
 */
export function reporting<Items, E extends Sends<Items>>(
  exporter: E & Sends<Items>,
  destination: Destination,
  timeoutMillis: number,
): E {
  const original = exporter.export.bind(exporter);
  const { signal } = destination;
  exporter.export = (items, done) => {
    if (signal.aborted) {
      done(failure(signal.reason));
      return;
    }
    let ended = false;
    const finish = (result: DeliveryResult): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      clearTimeout(hold);
      signal.removeEventListener('abort', giveUp);
      done(result);
    };
    const end = (result: DeliveryResult): void => {
      if (result.error !== undefined) reported.add(result.error);
      finish(result);
    };
    const report = (given: DeliveryResult): void => {
      // An answer after the time limit changes nothing: the export has been told to have failed.
      if (ended) return;
      const result = judged(given);
      if (result.code === ExportResultCode.SUCCESS) destination.succeeded();
      else destination.failed(result.error);
      end(result);
    };
    const giveUp = (): void => end(failure(signal.reason));
    const timer = setTimeout(() => report(failure(noAnswerWithin(timeoutMillis))), timeoutMillis).unref();
    // Not unref'd, other than all timers here.
    const hold = setTimeout(() => destination.notAnswered(), destination.holdMillis);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      whileExporting(() => original(items, report));
    } catch (error) {
      // What cannot be serialised is no fault of the destination, and not told by it.
      finish({ ...failure(error as Error), unserialisable: Number.POSITIVE_INFINITY });
    }
  };
  return exporter;
}

/** Exporters that do not say whether another try may help are taken by the error. */
function judged(result: DeliveryResult): DeliveryResult {
  const { code, error, isTransient: isKnown } = result;
  if (code === ExportResultCode.SUCCESS || isKnown !== undefined || error === undefined) return result;
  return { ...result, isTransient: isTransient(error) };
}

const failure = (error: Error): DeliveryResult => ({ code: ExportResultCode.FAILED, error });

/** Whether the error of a failed export has been reported by `reporting`. */
export function isReported(error: unknown): boolean {
  return typeof error === 'object' && error !== null && reported.has(error);
}
