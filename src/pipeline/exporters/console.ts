import { ConsoleLogRecordExporter, type LogRecordExporter } from '@opentelemetry/sdk-logs';
import { ConsoleMetricExporter, type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { ConsoleSpanExporter, type SpanExporter } from '@opentelemetry/sdk-trace';

/** The official console exporters, which print to standard output during development. */
export const createConsoleSpanExporter = (): SpanExporter => new ConsoleSpanExporter();
export const createConsoleMetricExporter = (): PushMetricExporter => new ConsoleMetricExporter();
export const createConsoleLogExporter = (): LogRecordExporter => new ConsoleLogRecordExporter();
