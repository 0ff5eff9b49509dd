import { OTLPMetricExporterBase } from '@opentelemetry/exporter-metrics-otlp-http';
import { type IOtlpExportDelegate, OTLPExporterBase } from '@opentelemetry/otlp-exporter-base';
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
import { HttpTransport } from './http-transport.ts';
import { metricPreferences } from './metric-preferences.ts';
import { createOtlpDelegate } from './otlp-delegate.ts';
import type { OtlpTarget } from './otlp-target.ts';
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
  const { otlp } = target;
  const { endpoint: url, compression, headers = {} } = otlp;
  const contentType = isJson(target) ? 'application/json' : 'application/x-protobuf';
  const transport = new HttpTransport({ url, contentType, compression, headers, tls: readTlsFiles(otlp) });
  return createOtlpDelegate('http', target, transport, serializer, helper);
}
