import { setGlobalErrorHandler } from '@opentelemetry/core';
import { log } from '../../foundation/diagnostics/log.ts';
import { oneLine } from '../../foundation/diagnostics/masking.ts';
import { OnceSet } from '../../foundation/diagnostics/once.ts';

/**
 * The SDK's own error handler writes a stack trace for each failed batch. Failed exports are told by their destination (once an
 * outage); whatever else goes wrong inside the SDK is told once a message.
 */
export function handleSdkErrors(isReported: (error: unknown) => boolean): void {
  const told = new OnceSet();
  setGlobalErrorHandler((error) => {
    const message = typeof error === 'string' ? error : (error.message ?? String(error));
    // The metric reader wraps the export's error in a new one, which therefore is not known as reported.
    const known = isReported(error) || message.startsWith('PeriodicExportingMetricReader: metrics export failed');
    // Not even at debug level: the text is the server's, and servers echo headers in it.
    if (known) return;
    if (told.add(message)) log.warn(`inside the OpenTelemetry SDK: ${oneLine(message)}`);
  });
}
