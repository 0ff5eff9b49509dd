import { SeverityNumber } from '@opentelemetry/api';

/** Levels in ascending severity. */
export const LOG_LEVELS = ['debug', 'info', 'warning', 'error', 'critical'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
export const SEVERITY: Readonly<Record<LogLevel, SeverityNumber>> = {
  debug: SeverityNumber.DEBUG,
  info: SeverityNumber.INFO,
  warning: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
  critical: SeverityNumber.FATAL,
};

/** The level of a response with an HTTP status code. */
export function levelOfStatus(status: unknown): LogLevel {
  if (typeof status !== 'number' || !(status >= 400)) return 'info';
  return status >= 500 ? 'error' : 'warning';
}
