import { ExportResultCode } from '@opentelemetry/core';
import type { DeliveryResult } from '../../../foundation/diagnostics/delivery-result.ts';
import { createTimeoutError } from '../transport/export-timeout.ts';
import { isTransient } from '../transport/transient-error.ts';
import type { Destination } from './destination.ts';
import { runAsExport } from './exporting-context.ts';

/** The method that all push exporters have in common. */
export interface PushExporter<Items> {
  export(items: Items, done: (result: DeliveryResult) => void): void;
}

/** Errors that a destination has reported. */
const reported = new WeakSet<object>();

/**
 * Replaces the `export` method of an exporter, so that the destination learns how each export ended, and an export fails when it takes too
 * long or all exports are aborted: not every exporter has a time limit, and the SDK's processors keep the process alive until the callback.
 * Returns the exporter itself.
 */
export function monitorExporter<Items, E extends PushExporter<Items>>(
  exporter: E & PushExporter<Items>,
  destination: Destination,
  timeoutMillis: number,
): E {
  const original = exporter.export.bind(exporter);
  const { abortSignal } = destination;
  exporter.export = (items, done) => {
    if (abortSignal.aborted) {
      done(failure(abortSignal.reason));
      return;
    }
    let ended = false;
    const finish = (result: DeliveryResult): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      clearTimeout(keepAlive);
      abortSignal.removeEventListener('abort', abort);
      done(result);
    };
    const end = (result: DeliveryResult): void => {
      if (result.error !== undefined) reported.add(result.error);
      finish(result);
    };
    const record = (given: DeliveryResult): void => {
      // A response after the time limit changes nothing: the export has been recorded as failed.
      if (ended) return;
      const result = withTransience(given);
      if (result.code === ExportResultCode.SUCCESS) destination.recordSuccess();
      else destination.recordFailure(result.error);
      end(result);
    };
    const abort = (): void => end(failure(abortSignal.reason));
    const timer = setTimeout(() => record(failure(createTimeoutError(timeoutMillis))), timeoutMillis).unref();
    // The one timer here that is not unref'd.
    const keepAlive = setTimeout(() => destination.recordSlowResponse(), destination.keepAliveMillis);
    abortSignal.addEventListener('abort', abort, { once: true });
    try {
      runAsExport(() => original(items, record));
    } catch (error) {
      // Items that cannot be serialized are no fault of the destination, so it does not report them.
      finish({ ...failure(error as Error), unserialisable: Number.POSITIVE_INFINITY });
    }
  };
  return exporter;
}

/** When an exporter does not report whether a retry may help, the error decides. */
function withTransience(result: DeliveryResult): DeliveryResult {
  const { code, error, isTransient: isKnown } = result;
  if (code === ExportResultCode.SUCCESS || isKnown !== undefined || error === undefined) return result;
  return { ...result, isTransient: isTransient(error) };
}

const failure = (error: Error): DeliveryResult => ({ code: ExportResultCode.FAILED, error });

/** Whether a destination has reported the error of a failed export. */
export function isReported(error: unknown): boolean {
  return typeof error === 'object' && error !== null && reported.has(error);
}
