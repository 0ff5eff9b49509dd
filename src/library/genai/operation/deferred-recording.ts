import { beforeShutdown } from '../../../foundation/diagnostics/shutdown-hooks.ts';

let waiting: (() => void)[] = [];

/** Records when the application has had its turn, or at the latest when the process ends: what takes time must not hold up the end of a stream. */
export function laterRecording(record: () => void): void {
  beforeShutdown(recordWaiting);
  if (waiting.length === 0) setImmediate(recordWaiting).unref();
  waiting.push(record);
}

function recordWaiting(): void {
  const records = waiting;
  waiting = [];
  for (const record of records) record();
}
