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
import type { LogRecordExporter } from '@opentelemetry/sdk-logs';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { LogsConfig, MetricsConfig, OtlpConfig, TracesConfig } from '../configuration/config.ts';
import type { Signal } from '../configuration/otlp-settings.ts';
import { oneLine } from '../diagnostics/masking.ts';
import { warnOnce } from '../diagnostics/warn-once.ts';
import type { Destination } from './destination.ts';
import { metricOtlp, metricPreferences } from './metric-preferences.ts';
import { CONCURRENT_EXPORTS } from './otlp-limits.ts';
import { reporting } from './reporting.ts';
import { readTlsFiles } from './tls-files.ts';

const SERVICES = {
  traces: { name: 'TraceExportService', path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export' },
  metrics: { name: 'MetricsExportService', path: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export' },
  logs: { name: 'LogsExportService', path: '/opentelemetry.proto.collector.logs.v1.LogsService/Export' },
} as const satisfies Record<Signal, { name: string; path: string }>;

/** Spans over OTLP/gRPC. */
export function createOtlpGrpcSpanExporter({ otlp }: TracesConfig, destination: Destination): SpanExporter {
  return reporting(
    new OTLPExporterBase(createDelegate('traces', otlp, ProtobufTraceSerializer, TraceExporterMetricsHelper)),
    destination,
  );
}

/** Metrics over OTLP/gRPC, with the configured temporality and histogram aggregation. */
export function createOtlpGrpcMetricExporter(config: MetricsConfig, destination: Destination): PushMetricExporter {
  const delegate = createDelegate(
    'metrics',
    metricOtlp(config),
    ProtobufMetricsSerializer,
    MetricsExporterMetricsHelper,
  );
  return reporting(new OTLPMetricExporterBase(delegate, metricPreferences(config)), destination);
}

/** Log records over OTLP/gRPC. */
export function createOtlpGrpcLogExporter({ otlp }: LogsConfig, destination: Destination): LogRecordExporter {
  return reporting(
    new OTLPExporterBase(createDelegate('logs', otlp, ProtobufLogsSerializer, LogsExporterMetricsHelper)),
    destination,
  );
}

function createDelegate<Items, Response>(
  signal: Signal,
  config: OtlpConfig,
  serializer: ISerializer<Items, Response>,
  helper: IExporterMetricsHelper<Items>,
): IOtlpExportDelegate<Items> {
  const { endpoint, compression, timeoutMillis } = config;
  const { name, path } = SERVICES[signal];
  const tls = readTlsFiles(config);
  const metadata = toMetadata(config.headers ?? {});
  const url = endpoint.startsWith('unix:') ? endpoint : new URL(endpoint).host;
  const options = {
    url,
    compression,
    timeoutMillis,
    concurrencyLimit: CONCURRENT_EXPORTS,
    metadata: () => metadata,
    credentials: () =>
      endpoint.startsWith('https:') ? createSslCredentials(tls.ca, tls.key, tls.cert) : createInsecureCredentials(),
  };
  return createOtlpGrpcExportDelegate(
    options,
    serializer,
    `otlp_grpc_${helper.name}_exporter`,
    helper,
    undefined,
    name,
    path,
  );
}

/** Headers that gRPC cannot carry are left out with a warning: the library's own error, at each export, would show their values. */
function toMetadata(headers: Readonly<Record<string, string>>): ReturnType<typeof createEmptyMetadata> {
  const metadata = createEmptyMetadata();
  for (const [key, value] of Object.entries(headers)) {
    try {
      metadata.set(key, value);
    } catch {
      warnOnce(`OTLP header ${oneLine(key, 50)}: expected printable ASCII that gRPC can carry; it is not sent`);
    }
  }
  return metadata;
}
