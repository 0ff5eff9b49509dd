/**
 * otelier/logs: a structured logger whose records go to the console, to a file and over OTLP without secrets, and the same redaction for an
 * application's own winston and for SDKs that otelier did not set up.
 */

export type { LogLevel } from './diagnostics/log-level.ts';
export type { LineFormat } from './diagnostics/log-line.ts';
export type { LogFields } from './logs/leveled-logger.ts';
export type { RequestLog } from './logs/log-context.ts';
export type { LogMetricLabels, LogMetrics } from './logs/log-metrics.ts';
export { Logger } from './logs/logger.ts';
export type { LoggerOptions } from './logs/logger-options.ts';
export type { ApiCall, CacheOutcome } from './logs/special-calls.ts';
export { type WinstonFormat, type WinstonInfo, winstonFormat } from './logs/winston-format.ts';
export { RedactingLogRecordProcessor } from './processors/redacting-log-record-processor.ts';
