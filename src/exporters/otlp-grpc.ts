import { OTLPMetricExporterBase } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPExporterBase } from '@opentelemetry/otlp-exporter-base';
import {
  type IExporterMetricsHelper,
  type ISerializer,
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
import type { Signal } from '../configuration/otlp-settings.ts';
import { parseGrpcAddress } from './grpc-address.ts';
import { toGrpcMetadata } from './grpc-metadata.ts';
import { EXPORT_METHODS } from './grpc-request.ts';
import { GrpcTransport } from './grpc-transport.ts';
import { metricPreferences } from './metric-preferences.ts';
import { createOtlpParts, type OtlpParts } from './otlp-parts.ts';
import type { Otlp, OtlpTarget } from './otlp-target.ts';
import { readTlsFiles } from './tls-files.ts';

/** Spans over OTLP/gRPC. */
export function createOtlpGrpcSpanExporter(target: OtlpTarget): Otlp<SpanExporter, ReadableSpan[]> {
  const { delegate, toRequest } = createParts('traces', target, ProtobufTraceSerializer, TraceExporterMetricsHelper);
  return { exporter: new OTLPExporterBase(delegate), toRequest };
}

/** Metrics over OTLP/gRPC, with the configured temporality and histogram aggregation. */
export function createOtlpGrpcMetricExporter(
  target: OtlpTarget,
  config: MetricsConfig,
): Otlp<PushMetricExporter, ResourceMetrics> {
  const { delegate, toRequest } = createParts(
    'metrics',
    target,
    ProtobufMetricsSerializer,
    MetricsExporterMetricsHelper,
  );
  return { exporter: new OTLPMetricExporterBase(delegate, metricPreferences(config)), toRequest };
}

/** Log records over OTLP/gRPC. */
export function createOtlpGrpcLogExporter(target: OtlpTarget): Otlp<LogRecordExporter, ReadableLogRecord[]> {
  const { delegate, toRequest } = createParts('logs', target, ProtobufLogsSerializer, LogsExporterMetricsHelper);
  return { exporter: new OTLPExporterBase(delegate), toRequest };
}

function createParts<Items, Response>(
  signal: Signal,
  target: OtlpTarget,
  serializer: ISerializer<Items, Response>,
  helper: IExporterMetricsHelper<Items>,
): OtlpParts<Items> {
  const { otlp } = target;
  const address = parseGrpcAddress(otlp.endpoint);
  const { authorization } = address;
  const options = {
    address,
    path: EXPORT_METHODS[signal],
    metadata: { ...(authorization && { authorization }), ...toGrpcMetadata(otlp.headers ?? {}) },
    compression: otlp.compression,
    tls: readTlsFiles(otlp),
  };
  return createOtlpParts({ protocol: 'grpc', options }, new GrpcTransport(options), target, serializer, helper);
}
