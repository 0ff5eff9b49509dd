import { OTLPMetricExporterBase } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPExporterBase } from '@opentelemetry/otlp-exporter-base';
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
import type { LogRecordExporter, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { MetricsConfig } from '../configuration/config.ts';
import { HttpTransport } from './http-transport.ts';
import { metricPreferences } from './metric-preferences.ts';
import { createOtlpParts, type OtlpParts } from './otlp-parts.ts';
import type { Otlp, OtlpTarget } from './otlp-target.ts';
import { readTlsFiles } from './tls-files.ts';

/** Spans over OTLP/HTTP, protobuf or JSON as the configuration says. */
export function createOtlpHttpSpanExporter(target: OtlpTarget): Otlp<SpanExporter, ReadableSpan[]> {
  const serializer = isJson(target) ? JsonTraceSerializer : ProtobufTraceSerializer;
  const { delegate, toRequest } = createParts(target, serializer, TraceExporterMetricsHelper);
  return { exporter: new OTLPExporterBase(delegate), toRequest };
}

/** Metrics over OTLP/HTTP, with the configured temporality and histogram aggregation. */
export function createOtlpHttpMetricExporter(
  target: OtlpTarget,
  config: MetricsConfig,
): Otlp<PushMetricExporter, ResourceMetrics> {
  const serializer = isJson(target) ? JsonMetricsSerializer : ProtobufMetricsSerializer;
  const { delegate, toRequest } = createParts(target, serializer, MetricsExporterMetricsHelper);
  return { exporter: new OTLPMetricExporterBase(delegate, metricPreferences(config)), toRequest };
}

/** Log records over OTLP/HTTP. */
export function createOtlpHttpLogExporter(target: OtlpTarget): Otlp<LogRecordExporter, ReadableLogRecord[]> {
  const serializer = isJson(target) ? JsonLogsSerializer : ProtobufLogsSerializer;
  const { delegate, toRequest } = createParts(target, serializer, LogsExporterMetricsHelper);
  return { exporter: new OTLPExporterBase(delegate), toRequest };
}

const isJson = ({ otlp }: OtlpTarget): boolean => otlp.protocol === 'http/json';

function createParts<Items, Response>(
  target: OtlpTarget,
  serializer: ISerializer<Items, Response>,
  helper: IExporterMetricsHelper<Items>,
): OtlpParts<Items> {
  const { otlp } = target;
  const { endpoint: url, compression, headers = {} } = otlp;
  const contentType = isJson(target) ? 'application/json' : 'application/x-protobuf';
  const options = { url, contentType, compression, headers, tls: readTlsFiles(otlp) };
  return createOtlpParts({ protocol: 'http', options }, new HttpTransport(options), target, serializer, helper);
}
