import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { Destination } from './destination.ts';

interface Exporter<Items> {
  export(items: Items, done: (result: ExportResult) => void): void;
}

/** Errors that their destination has already told about. */
const reported = new WeakSet<object>();

/**
 * Lets an exporter tell its destination how each export ended, and ends an export as failed when the destination is given up: the
 * SDK's processors keep the process alive until the callback. Returns the exporter itself.
 */
export function reporting<Items, E extends Exporter<Items>>(
  exporter: E & Exporter<Items>,
  destination: Destination,
): E {
  const original = exporter.export.bind(exporter);
  exporter.export = (items, done) => {
    if (destination.signal.aborted) {
      done({ code: ExportResultCode.FAILED, error: destination.signal.reason as Error });
      return;
    }
    let ended = false;
    const end = (result: ExportResult): void => {
      if (ended) return;
      ended = true;
      destination.signal.removeEventListener('abort', giveUp);
      if (result.error !== undefined) reported.add(result.error);
      done(result);
    };
    const giveUp = (): void => end({ code: ExportResultCode.FAILED, error: destination.signal.reason as Error });
    destination.signal.addEventListener('abort', giveUp, { once: true });
    original(items, (result) => {
      if (result.code === ExportResultCode.SUCCESS) destination.succeeded();
      else if (!ended) destination.failed(result.error);
      end(result);
    });
  };
  return exporter;
}

/** Whether the error of a failed export has been reported by `reporting`. */
export function isReported(error: unknown): boolean {
  return typeof error === 'object' && error !== null && reported.has(error);
}
