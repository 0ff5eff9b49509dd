/**
 * otelier/logs: a structured logger whose records go to the console, to a file and over OTLP without secrets, and the same redaction for an
 * application's own winston and for SDKs that otelier did not set up.
 */

export type { LogLevel } from '../foundation/log-lines/log-level.ts';
export type { LineFormat } from '../foundation/log-lines/log-line.ts';
export type { LogFields } from '../library/logs/leveled-logger.ts';
export type { RequestLog } from '../library/logs/log-context.ts';
export type { LogMetricLabels, LogMetrics } from '../library/logs/log-metrics.ts';
export { Logger } from '../library/logs/logger.ts';
export type { LoggerOptions } from '../library/logs/logger-options.ts';
export type { ApiCall, CacheOutcome } from '../library/logs/special-calls.ts';
export { type WinstonFormat, type WinstonInfo, winstonFormat } from '../library/logs/winston-format.ts';
export { RedactingLogRecordProcessor } from '../pipeline/processors/redacting-log-record-processor.ts';
