import { context, createContextKey } from '@opentelemetry/api';

const EXPORTING = createContextKey('otelier exporting');

/** Marks the work of an exporter, which differs from work that the application does with tracing suppressed. */
export function runAsExport(fn: () => void): void {
  context.with(context.active().setValue(EXPORTING, true), fn);
}

/** Whether an exporter is running. */
export function isExporting(): boolean {
  return context.active().getValue(EXPORTING) === true;
}
