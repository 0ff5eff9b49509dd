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
import type { LogsConfig, MetricsConfig, OtlpConfig, TracesConfig } from '../configuration/config.ts';
import type { Destination } from './destination.ts';
import { HttpTransport } from './http-transport.ts';
import { metricOtlp, metricPreferences } from './metric-preferences.ts';
import { CONCURRENT_EXPORTS } from './otlp-limits.ts';
import { reporting } from './reporting.ts';
import { RetryingTransport } from './retrying-transport.ts';
import { readTlsFiles } from './tls-files.ts';

/** Spans over OTLP/HTTP, protobuf or JSON as the configuration says. */
export function createOtlpHttpSpanExporter({ otlp }: TracesConfig, destination: Destination): SpanExporter {
  const serializer = otlp.protocol === 'http/json' ? JsonTraceSerializer : ProtobufTraceSerializer;
  return reporting(
    new OTLPExporterBase(createDelegate(otlp, serializer, TraceExporterMetricsHelper, destination)),
    destination,
  );
}

/** Metrics over OTLP/HTTP, with the configured temporality and histogram aggregation. */
export function createOtlpHttpMetricExporter(config: MetricsConfig, destination: Destination): PushMetricExporter {
  const serializer = config.otlp.protocol === 'http/json' ? JsonMetricsSerializer : ProtobufMetricsSerializer;
  const delegate = createDelegate(metricOtlp(config), serializer, MetricsExporterMetricsHelper, destination);
  return reporting(new OTLPMetricExporterBase(delegate, metricPreferences(config)), destination);
}

/** Log records over OTLP/HTTP. */
export function createOtlpHttpLogExporter({ otlp }: LogsConfig, destination: Destination): LogRecordExporter {
  const serializer = otlp.protocol === 'http/json' ? JsonLogsSerializer : ProtobufLogsSerializer;
  return reporting(
    new OTLPExporterBase(createDelegate(otlp, serializer, LogsExporterMetricsHelper, destination)),
    destination,
  );
}

function createDelegate<Items, Response>(
  config: OtlpConfig,
  serializer: ISerializer<Items, Response>,
  helper: IExporterMetricsHelper<Items>,
  destination: Destination,
): IOtlpExportDelegate<Items> {
  const { endpoint: url, compression, timeoutMillis } = config;
  const contentType = config.protocol === 'http/json' ? 'application/json' : 'application/x-protobuf';
  const transport = new HttpTransport({
    url,
    contentType,
    compression,
    headers: config.headers ?? {},
    tls: readTlsFiles(config),
  });
  const retrying = new RetryingTransport(transport, (error) => destination.failed(error));
  destination.signal.addEventListener('abort', () => retrying.shutdown(), { once: true });
  const metrics = createOtlpHttpExporterMetrics(`otlp_http_${helper.name}_exporter`, helper, url, undefined);
  return createOtlpNetworkExportDelegate(
    { compression, timeoutMillis, concurrencyLimit: CONCURRENT_EXPORTS },
    serializer,
    metrics,
    retrying,
  );
}
