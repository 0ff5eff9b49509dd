import { beforeShutdown } from '../../../foundation/diagnostics/shutdown-hooks.ts';

let deferred: (() => void)[] = [];

/** Records after the application's current turn, or when the process ends, so that slow recording does not delay the end of a stream. */
export function deferRecording(record: () => void): void {
  beforeShutdown(recordDeferred);
  if (deferred.length === 0) setImmediate(recordDeferred).unref();
  deferred.push(record);
}

function recordDeferred(): void {
  const records = deferred;
  deferred = [];
  for (const record of records) record();
}
