import { type Attributes, type LoggerProvider, SeverityNumber } from '@opentelemetry/api';
import { VERSION } from '../../foundation/diagnostics/version.ts';

/**
 * Emits a log record of an exception that nobody caught.
 * https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/
 */
export function recordUncaught(provider: LoggerProvider, error: unknown, origin: string, isFatal: boolean): void {
  const attributes = describeException(error);
  provider.getLogger('otelier', VERSION).emit({
    severityNumber: isFatal ? SeverityNumber.FATAL : SeverityNumber.ERROR,
    severityText: isFatal ? 'FATAL' : 'ERROR',
    body: `${origin}: ${String(attributes['exception.message'])}`,
    attributes: { ...attributes, 'otelier.exception.origin': origin },
  });
}

/** Anything can be thrown. */
function describeException(error: unknown): Attributes {
  if (!(error instanceof Error)) return { 'exception.type': typeof error, 'exception.message': textOf(error) };
  const { name, message, stack } = error;
  return {
    'exception.type': error.constructor.name || name,
    'exception.message': message,
    ...(typeof stack === 'string' ? { 'exception.stacktrace': stack } : {}),
  };
}

function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return 'a value that cannot be shown';
  }
}
