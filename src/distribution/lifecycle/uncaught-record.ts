import { type LoggerProvider, SeverityNumber } from '@opentelemetry/api';
import { VERSION } from '../../foundation/diagnostics/version.ts';
import { exceptionAttributes } from '../../foundation/log-lines/exception.ts';

/**
 * Emits a log record of an exception that nobody caught.
 * https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/
 */
export function recordUncaught(provider: LoggerProvider, error: unknown, origin: string, isFatal: boolean): void {
  const attributes = exceptionAttributes(error);
  provider.getLogger('otelier', VERSION).emit({
    severityNumber: isFatal ? SeverityNumber.FATAL : SeverityNumber.ERROR,
    severityText: isFatal ? 'FATAL' : 'ERROR',
    body: `${origin}: ${attributes['exception.message']}`,
    attributes: { ...attributes, 'otelier.exception.origin': origin },
  });
}
