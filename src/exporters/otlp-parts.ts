import { createRequire } from 'node:module';
import {
  createOtlpNetworkExportDelegate,
  ExporterMetrics,
  type IExporterTransport,
  OTLPExporterBase,
} from '@opentelemetry/otlp-exporter-base';
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
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OtlpParts } from './deferred-exporter.ts';
import { transportTimeout } from './export-timeout.ts';
import type { TransportPlan } from './final-request.ts';
import { HttpTransport } from './http-transport.ts';
import { CONCURRENT_EXPORTS, type OtlpTarget } from './otlp-target.ts';
import { RetryingTransport } from './retrying-transport.ts';

const load = createRequire(import.meta.url);

/** What sends spans, protobuf or JSON as the plan says. */
export function createSpanParts(plan: TransportPlan, target: OtlpTarget): OtlpParts<ReadableSpan[]> {
  const serializer = isJson(plan) ? JsonTraceSerializer : ProtobufTraceSerializer;
  return createParts(plan, target, serializer, TraceExporterMetricsHelper);
}

/** What sends metrics. */
export function createMetricParts(plan: TransportPlan, target: OtlpTarget): OtlpParts<ResourceMetrics> {
  const serializer = isJson(plan) ? JsonMetricsSerializer : ProtobufMetricsSerializer;
  return createParts(plan, target, serializer, MetricsExporterMetricsHelper);
}

/** What sends log records. */
export function createLogParts(plan: TransportPlan, target: OtlpTarget): OtlpParts<ReadableLogRecord[]> {
  const serializer = isJson(plan) ? JsonLogsSerializer : ProtobufLogsSerializer;
  return createParts(plan, target, serializer, LogsExporterMetricsHelper);
}

const isJson = (plan: TransportPlan): boolean =>
  plan.protocol === 'http' && plan.options.contentType === 'application/json';

/** What stands between the exporter of one signal and its transport: serialisation, further tries and the end of both. */
function createParts<Items, Response>(
  plan: TransportPlan,
  { otlp, destination, timeoutMillis }: OtlpTarget,
  serializer: ISerializer<Items, Response>,
  helper: IExporterMetricsHelper<Items>,
): OtlpParts<Items> {
  const retrying = new RetryingTransport(createTransport(plan), (error) => destination.failed(error));
  onAbort(destination.signal, () => retrying.shutdown());
  onAbort(destination.hurry, () => retrying.stopRetrying());
  const options = {
    compression: otlp.compression,
    timeoutMillis: transportTimeout(timeoutMillis),
    concurrencyLimit: CONCURRENT_EXPORTS,
  };
  const metrics = new ExporterMetrics({
    componentType: `otlp_${plan.protocol}_${helper.name}_exporter`,
    metricsHelper: helper,
    url: otlp.endpoint,
    // The exporters' metrics about themselves go nowhere.
    meterProvider: undefined,
    responseAttributesFromError: () => ({}),
  });
  return {
    exporter: new OTLPExporterBase(createOtlpNetworkExportDelegate(options, serializer, metrics, retrying)),
    toRequest: (items) => {
      const body = serializer.serializeRequest(items);
      if (body === undefined) throw new Error('expected telemetry to be serialised, got nothing');
      return { plan, body, timeoutMillis };
    },
  };
}

function createTransport({ protocol, options }: TransportPlan): IExporterTransport {
  if (protocol === 'http') return new HttpTransport(options);
  const { GrpcTransport } = load('./grpc-transport.ts') as typeof import('./grpc-transport.ts');
  return new GrpcTransport(options);
}

/** The first export may be one that the end of the process asks for: then the signal is older than what listens to it. */
function onAbort(signal: AbortSignal, end: () => void): void {
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
}
