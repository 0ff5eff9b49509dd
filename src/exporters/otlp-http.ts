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
import type { LogRecordExporter, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { MetricsConfig } from '../configuration/config.ts';
import { transportTimeout } from './export-timeout.ts';
import type { FinalRequest } from './final-request.ts';
import { HttpTransport, type HttpTransportOptions, requestHeaders } from './http-transport.ts';
import { metricPreferences } from './metric-preferences.ts';
import { CONCURRENT_EXPORTS, type Otlp, type OtlpTarget } from './otlp-target.ts';
import { RetryingTransport } from './retrying-transport.ts';
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
): { delegate: IOtlpExportDelegate<Items>; toRequest: Otlp<unknown, Items>['toRequest'] } {
  const { otlp, destination } = target;
  const { endpoint: url, compression, headers = {} } = otlp;
  const contentType = isJson(target) ? 'application/json' : 'application/x-protobuf';
  const request = { url, contentType, compression, headers, tls: readTlsFiles(otlp) };
  const retrying = new RetryingTransport(new HttpTransport(request), (error) => destination.failed(error));
  destination.signal.addEventListener('abort', () => retrying.shutdown(), { once: true });
  destination.hurry.addEventListener('abort', () => retrying.stopRetrying(), { once: true });
  const options = {
    compression,
    timeoutMillis: transportTimeout(target.timeoutMillis),
    concurrencyLimit: CONCURRENT_EXPORTS,
  };
  const metrics = createOtlpHttpExporterMetrics(`otlp_http_${helper.name}_exporter`, helper, url, undefined);
  return {
    delegate: createOtlpNetworkExportDelegate(options, serializer, metrics, retrying),
    toRequest: (items) => finalRequest(request, serializer.serializeRequest(items), target.timeoutMillis),
  };
}

function finalRequest(
  request: HttpTransportOptions,
  body: Uint8Array | undefined,
  timeoutMillis: number,
): FinalRequest {
  if (body === undefined) throw new Error('expected telemetry to be serialised, got nothing');
  const { url, compression, tls } = request;
  return { url, headers: requestHeaders(request), compression, tls, body, timeoutMillis };
}
