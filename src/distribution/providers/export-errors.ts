import { setGlobalErrorHandler } from '@opentelemetry/core';
import { log } from '../../foundation/diagnostics/log.ts';
import { oneLine } from '../../foundation/diagnostics/masking.ts';
import { OnceSet } from '../../foundation/diagnostics/once.ts';

/**
 * Replaces the SDK's own error handler, which writes a stack trace for each failed batch. Failed exports are reported by their destination, once for each
 * outage; all other errors inside the SDK are reported once for each message.
 */
export function handleSdkErrors(isReported: (error: unknown) => boolean): void {
  const reported = new OnceSet();
  setGlobalErrorHandler((error) => {
    const message = typeof error === 'string' ? error : (error.message ?? String(error));
    // The metric reader wraps the export's error in a new one, which therefore is not known as reported.
    const known = isReported(error) || message.startsWith('PeriodicExportingMetricReader: metrics export failed');
    // Not even at debug level: the text is the server's, and servers echo headers in it.
    if (known) return;
    if (reported.add(message)) log.warn(`inside the OpenTelemetry SDK: ${oneLine(message)}`);
  });
}
