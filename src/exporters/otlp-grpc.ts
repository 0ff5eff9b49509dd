import { OTLPMetricExporterBase } from '@opentelemetry/exporter-metrics-otlp-http';
import { type IOtlpExportDelegate, OTLPExporterBase } from '@opentelemetry/otlp-exporter-base';
import {
  createEmptyMetadata,
  createInsecureCredentials,
  createOtlpGrpcExportDelegate,
  createSslCredentials,
} from '@opentelemetry/otlp-grpc-exporter-base';
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
import type { MetricsConfig, OtlpConfig } from '../configuration/config.ts';
import type { Signal } from '../configuration/otlp-settings.ts';
import { oneLine } from '../diagnostics/masking.ts';
import { warnOnce } from '../diagnostics/warn-once.ts';
import { transportTimeout } from './export-timeout.ts';
import { metricPreferences } from './metric-preferences.ts';
import { CONCURRENT_EXPORTS, type Otlp, type OtlpTarget } from './otlp-target.ts';
import { RetryingDelegate } from './retrying-delegate.ts';
import { readTlsFiles } from './tls-files.ts';

const SERVICES = {
  traces: { name: 'TraceExportService', path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export' },
  metrics: { name: 'MetricsExportService', path: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export' },
  logs: { name: 'LogsExportService', path: '/opentelemetry.proto.collector.logs.v1.LogsService/Export' },
} as const satisfies Record<Signal, { name: string; path: string }>;

/** Spans over OTLP/gRPC. */
export function createOtlpGrpcSpanExporter(target: OtlpTarget): Otlp<SpanExporter, ReadableSpan[]> {
  const delegate = createDelegate('traces', target, ProtobufTraceSerializer, TraceExporterMetricsHelper);
  return { exporter: new OTLPExporterBase(delegate), toRequest: undefined };
}

/** Metrics over OTLP/gRPC, with the configured temporality and histogram aggregation. */
export function createOtlpGrpcMetricExporter(
  target: OtlpTarget,
  config: MetricsConfig,
): Otlp<PushMetricExporter, ResourceMetrics> {
  const delegate = createDelegate('metrics', target, ProtobufMetricsSerializer, MetricsExporterMetricsHelper);
  return { exporter: new OTLPMetricExporterBase(delegate, metricPreferences(config)), toRequest: undefined };
}

/** Log records over OTLP/gRPC. */
export function createOtlpGrpcLogExporter(target: OtlpTarget): Otlp<LogRecordExporter, ReadableLogRecord[]> {
  const delegate = createDelegate('logs', target, ProtobufLogsSerializer, LogsExporterMetricsHelper);
  return { exporter: new OTLPExporterBase(delegate), toRequest: undefined };
}

function createDelegate<Items, Response>(
  signal: Signal,
  { otlp, destination, timeoutMillis }: OtlpTarget,
  serializer: ISerializer<Items, Response>,
  helper: IExporterMetricsHelper<Items>,
): IOtlpExportDelegate<Items> {
  const { name, path } = SERVICES[signal];
  const metadata = toMetadata(otlp.headers ?? {});
  const options = {
    url: grpcAddress(otlp.endpoint),
    compression: otlp.compression,
    timeoutMillis: transportTimeout(timeoutMillis),
    concurrencyLimit: CONCURRENT_EXPORTS,
    metadata: () => metadata,
    credentials: createCredentials(otlp),
  };
  const component = `otlp_grpc_${helper.name}_exporter`;
  const delegate = createOtlpGrpcExportDelegate(options, serializer, component, helper, undefined, name, path);
  const retrying = new RetryingDelegate(delegate, timeoutMillis, (error) => destination.failed(error));
  destination.signal.addEventListener('abort', () => retrying.stop(), { once: true });
  return retrying;
}

/** Always with its port: grpc-js takes 443 for one that a URL leaves out, http:// or not. */
function grpcAddress(endpoint: string): string {
  if (endpoint.startsWith('unix:')) return endpoint;
  const { protocol, hostname, port } = new URL(endpoint);
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}

function createCredentials(otlp: OtlpConfig) {
  const { ca, key, cert } = readTlsFiles(otlp);
  const isSecure = otlp.endpoint.startsWith('https:');
  return () => (isSecure ? createSslCredentials(ca, key, cert) : createInsecureCredentials());
}

/** Headers that gRPC cannot carry are left out with a warning: the library's own error, at each export, would show their values. */
function toMetadata(headers: Readonly<Record<string, string>>): ReturnType<typeof createEmptyMetadata> {
  const metadata = createEmptyMetadata();
  for (const [key, value] of Object.entries(headers)) {
    if (/^host$/i.test(key)) {
      warnOnce('OTLP header host: expected headers of an application, got one that gRPC sets itself; it is not sent');
      continue;
    }
    try {
      metadata.set(key, value);
    } catch {
      warnOnce(`OTLP header ${oneLine(key, 50)}: expected printable ASCII that gRPC can carry; it is not sent`);
    }
  }
  return metadata;
}
