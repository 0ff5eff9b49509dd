import { Metadata } from '@grpc/grpc-js';
import { OTLPLogExporter as LogsGrpc } from '@opentelemetry/exporter-logs-otlp-grpc';
import { OTLPLogExporter as LogsJson } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as LogsProtobuf } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter as MetricsGrpc } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { OTLPMetricExporter as MetricsJson } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as MetricsProtobuf } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter as TracesGrpc } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as TracesJson } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as TracesProtobuf } from '@opentelemetry/exporter-trace-otlp-proto';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader, type ViewOptions } from '@opentelemetry/sdk-metrics';
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { startGrpcOtlpReceiver } from '../../../src/tools/receiver/grpc-otlp-receiver.ts';
import {
  type OtlpReceiver,
  type OtlpReceiverOptions,
  startOtlpReceiver,
} from '../../../src/tools/receiver/otlp-receiver.ts';

export const PROTOCOLS = ['grpc', 'http/protobuf', 'http/json'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

const EXPORTERS = {
  grpc: { Traces: TracesGrpc, Metrics: MetricsGrpc, Logs: LogsGrpc },
  'http/protobuf': { Traces: TracesProtobuf, Metrics: MetricsProtobuf, Logs: LogsProtobuf },
  'http/json': { Traces: TracesJson, Metrics: MetricsJson, Logs: LogsJson },
};

export function startReceiver(protocol: Protocol, options: OtlpReceiverOptions = {}): Promise<OtlpReceiver> {
  return protocol === 'grpc' ? startGrpcOtlpReceiver(options) : startOtlpReceiver(options);
}

function tenant(): Metadata {
  const metadata = new Metadata();
  metadata.set('x-tenant', 'acme');
  return metadata;
}

/** The official SDK with the official exporters of one protocol, pointed at a receiver. */
export function createSdk(protocol: Protocol, receiver: OtlpReceiver, views: ViewOptions[] = []) {
  const { Traces, Metrics, Logs } = EXPORTERS[protocol];
  const config = (signal: string) => ({
    url: protocol === 'grpc' ? receiver.url : `${receiver.url}/v1/${signal}`,
    compression: CompressionAlgorithm.GZIP,
    ...(protocol === 'grpc' ? { metadata: tenant() } : { headers: { 'x-tenant': 'acme' } }),
    timeoutMillis: 5000,
  });
  const resource = resourceFromAttributes({ 'service.name': 'shop', 'host.cpus': 4 });
  const reader = new PeriodicExportingMetricReader({
    exporter: new Metrics(config('metrics')),
    exportIntervalMillis: 3_600_000,
  });
  const spanProcessors = [new SimpleSpanProcessor({ exporter: new Traces(config('traces')) })];
  const logProcessors = [new SimpleLogRecordProcessor({ exporter: new Logs(config('logs')) })];
  const traces = new TracerProvider({ resource, spanProcessors });
  const metrics = new MeterProvider({ resource, readers: [reader], views });
  const logs = new LoggerProvider({ resource, processors: logProcessors });
  const providers = [traces, metrics, logs];
  return {
    traces,
    metrics,
    logs,
    flush: () => Promise.all(providers.map((provider) => provider.forceFlush())),
    shutdown: () => Promise.all(providers.map((provider) => provider.shutdown())),
  };
}
