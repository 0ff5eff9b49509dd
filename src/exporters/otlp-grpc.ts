import { OTLPMetricExporterBase } from '@opentelemetry/exporter-metrics-otlp-http';
import { type IOtlpExportDelegate, OTLPExporterBase } from '@opentelemetry/otlp-exporter-base';
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
import type { LogRecordExporter } from '@opentelemetry/sdk-logs';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { MetricsConfig } from '../configuration/config.ts';
import type { Signal } from '../configuration/otlp-settings.ts';
import { parseGrpcAddress } from './grpc-address.ts';
import { toGrpcMetadata } from './grpc-metadata.ts';
import { EXPORT_METHODS } from './grpc-request.ts';
import { GrpcTransport } from './grpc-transport.ts';
import { metricPreferences } from './metric-preferences.ts';
import { createOtlpDelegate } from './otlp-delegate.ts';
import type { OtlpTarget } from './otlp-target.ts';
import { readTlsFiles } from './tls-files.ts';

/** Spans over OTLP/gRPC. */
export function createOtlpGrpcSpanExporter(target: OtlpTarget): SpanExporter {
  return new OTLPExporterBase(createDelegate('traces', target, ProtobufTraceSerializer, TraceExporterMetricsHelper));
}

/** Metrics over OTLP/gRPC, with the configured temporality and histogram aggregation. */
export function createOtlpGrpcMetricExporter(target: OtlpTarget, config: MetricsConfig): PushMetricExporter {
  const delegate = createDelegate('metrics', target, ProtobufMetricsSerializer, MetricsExporterMetricsHelper);
  return new OTLPMetricExporterBase(delegate, metricPreferences(config));
}

/** Log records over OTLP/gRPC. */
export function createOtlpGrpcLogExporter(target: OtlpTarget): LogRecordExporter {
  return new OTLPExporterBase(createDelegate('logs', target, ProtobufLogsSerializer, LogsExporterMetricsHelper));
}

function createDelegate<Items, Response>(
  signal: Signal,
  target: OtlpTarget,
  serializer: ISerializer<Items, Response>,
  helper: IExporterMetricsHelper<Items>,
): IOtlpExportDelegate<Items> {
  const { otlp } = target;
  const address = parseGrpcAddress(otlp.endpoint);
  const { authorization } = address;
  const transport = new GrpcTransport({
    address,
    path: EXPORT_METHODS[signal],
    metadata: { ...(authorization && { authorization }), ...toGrpcMetadata(otlp.headers ?? {}) },
    compression: otlp.compression,
    tls: readTlsFiles(otlp),
  });
  return createOtlpDelegate('grpc', target, transport, serializer, helper);
}
