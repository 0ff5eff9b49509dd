import { context, createContextKey } from '@opentelemetry/api';

const EXPORTING = createContextKey('otelier exporting');

/** Runs what an exporter does, so that it can be told from what the application does with tracing suppressed. */
export function runAsExport(fn: () => void): void {
  context.with(context.active().setValue(EXPORTING, true), fn);
}

/** Whether this is an exporter's doing. */
export function isExporting(): boolean {
  return context.active().getValue(EXPORTING) === true;
}
