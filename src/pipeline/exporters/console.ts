import { ConsoleLogRecordExporter, type LogRecordExporter } from '@opentelemetry/sdk-logs';
import { ConsoleMetricExporter, type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { ConsoleSpanExporter, type SpanExporter } from '@opentelemetry/sdk-trace';

/** The official console exporters: on standard output, for a look while developing. */
export const createConsoleSpanExporter = (): SpanExporter => new ConsoleSpanExporter();
export const createConsoleMetricExporter = (): PushMetricExporter => new ConsoleMetricExporter();
export const createConsoleLogExporter = (): LogRecordExporter => new ConsoleLogRecordExporter();
