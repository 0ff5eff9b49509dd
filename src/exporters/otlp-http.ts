import { OTLPMetricExporterBase } from '@opentelemetry/exporter-metrics-otlp-http';
import {
  createOtlpNetworkExportDelegate,
  type IOtlpExportDelegate,
  OTLPExporterBase,
} from '@opentelemetry/otlp-exporter-base';
import { createOtlpHttpExporterMetrics } from '@opentelemetry/otlp-exporter-base/node-http';
import {
  type IExporterMetricsHelper,
  type ISerializer,
  JsonLogsSerializer,
  JsonMetricsSerializer,
  JsonTraceSerializer,
  LogsExporterMetricsHelper,
  MetricsExporterMetricsHelper,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
  TraceExporterMetricsHelper,
} from '@opentelemetry/otlp-transformer';
import type { LogRecordExporter } from '@opentelemetry/sdk-logs';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { MetricsConfig } from '../configuration/config.ts';
import { transportTimeout } from './export-timeout.ts';
import { HttpTransport } from './http-transport.ts';
import { metricPreferences } from './metric-preferences.ts';
import { CONCURRENT_EXPORTS, type OtlpTarget } from './otlp-target.ts';
import { RetryingTransport } from './retrying-transport.ts';
import { readTlsFiles } from './tls-files.ts';

/** Spans over OTLP/HTTP, protobuf or JSON as the configuration says. */
export function createOtlpHttpSpanExporter(target: OtlpTarget): SpanExporter {
  const serializer = isJson(target) ? JsonTraceSerializer : ProtobufTraceSerializer;
  return new OTLPExporterBase(createDelegate(target, serializer, TraceExporterMetricsHelper));
}

/** Metrics over OTLP/HTTP, with the configured temporality and histogram aggregation. */
export function createOtlpHttpMetricExporter(target: OtlpTarget, config: MetricsConfig): PushMetricExporter {
  const serializer = isJson(target) ? JsonMetricsSerializer : ProtobufMetricsSerializer;
  const delegate = createDelegate(target, serializer, MetricsExporterMetricsHelper);
  return new OTLPMetricExporterBase(delegate, metricPreferences(config));
}

/** Log records over OTLP/HTTP. */
export function createOtlpHttpLogExporter(target: OtlpTarget): LogRecordExporter {
  const serializer = isJson(target) ? JsonLogsSerializer : ProtobufLogsSerializer;
  return new OTLPExporterBase(createDelegate(target, serializer, LogsExporterMetricsHelper));
}

const isJson = ({ otlp }: OtlpTarget): boolean => otlp.protocol === 'http/json';

function createDelegate<Items, Response>(
  target: OtlpTarget,
  serializer: ISerializer<Items, Response>,
  helper: IExporterMetricsHelper<Items>,
): IOtlpExportDelegate<Items> {
  const { otlp, destination } = target;
  const { endpoint: url, compression, headers = {} } = otlp;
  const contentType = isJson(target) ? 'application/json' : 'application/x-protobuf';
  const transport = new HttpTransport({ url, contentType, compression, headers, tls: readTlsFiles(otlp) });
  const retrying = new RetryingTransport(transport, (error) => destination.failed(error));
  destination.signal.addEventListener('abort', () => retrying.shutdown(), { once: true });
  const options = {
    compression,
    timeoutMillis: transportTimeout(target.timeoutMillis),
    concurrencyLimit: CONCURRENT_EXPORTS,
  };
  const metrics = createOtlpHttpExporterMetrics(`otlp_http_${helper.name}_exporter`, helper, url, undefined);
  return createOtlpNetworkExportDelegate(options, serializer, metrics, retrying);
}
