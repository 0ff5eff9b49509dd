import { createRequire } from 'node:module';
import type { IExporterTransport } from '@opentelemetry/otlp-exporter-base';
import {
  type ISerializer,
  JsonLogsSerializer,
  JsonMetricsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { type EncodedItem, joinItems } from '../../encoding/encoded-item.ts';
import { transportTimeout } from '../transport/export-timeout.ts';
import { HttpTransport } from '../transport/http-transport.ts';
import { RetryingTransport } from '../transport/retrying-transport.ts';
import type { OtlpParts, OtlpTarget } from './lazy-exporter.ts';
import { OtlpExporter } from './otlp-exporter.ts';
import type { TransportPlan } from './otlp-request.ts';
import { type BatchSplitter, BODY, ENCODED, LOG_RECORDS, METRICS, SPANS } from './serialization.ts';

const load = createRequire(import.meta.url);

/** The parts of an exporter of spans, for protobuf or JSON as the plan has it. */
export function createSpanParts(plan: TransportPlan, target: OtlpTarget): OtlpParts<ReadableSpan[]> {
  const serializer = isJson(plan) ? JsonTraceSerializer : ProtobufTraceSerializer;
  return createParts(plan, target, serializer, SPANS, createTransport(plan));
}

/** The parts of an exporter of metrics. */
export function createMetricParts(plan: TransportPlan, target: OtlpTarget): OtlpParts<ResourceMetrics> {
  const serializer = isJson(plan) ? JsonMetricsSerializer : ProtobufMetricsSerializer;
  const { destination } = target;
  // Retries end before the next collection, whose values supersede these.
  const retrying = new RetryingTransport(createTransport(plan), (error) => destination.recordFailure(error));
  onAbort(destination.retryStopSignal, () => retrying.stopRetrying());
  return createParts(plan, target, serializer, METRICS, retrying);
}

/** The parts of an exporter of log records. */
export function createLogParts(plan: TransportPlan, target: OtlpTarget): OtlpParts<ReadableLogRecord[]> {
  const serializer = isJson(plan) ? JsonLogsSerializer : ProtobufLogsSerializer;
  return createParts(plan, target, serializer, LOG_RECORDS, createTransport(plan));
}

/** The parts of an exporter of spans or log records that were encoded as protobuf when they were queued. */
export function createEncodedParts(
  signal: 'traces' | 'logs',
  plan: TransportPlan,
  target: OtlpTarget,
): OtlpParts<EncodedItem[]> {
  const official = signal === 'traces' ? ProtobufTraceSerializer : ProtobufLogsSerializer;
  const serializer = {
    serializeRequest: joinItems,
    deserializeResponse: (data: Uint8Array): unknown => official.deserializeResponse(data),
  };
  return createParts(plan, target, serializer, ENCODED, createTransport(plan));
}

const isJson = (plan: TransportPlan): boolean =>
  plan.protocol === 'http' && plan.options.contentType === 'application/json';

function createParts<Items, Response>(
  plan: TransportPlan,
  { destination, timeoutMillis }: OtlpTarget,
  serializer: ISerializer<Items, Response>,
  splitter: BatchSplitter<Items>,
  transport: IExporterTransport,
): OtlpParts<Items> {
  onAbort(destination.abortSignal, () => transport.shutdown());
  const exporter = new OtlpExporter({
    transport,
    serializer,
    splitter,
    timeoutMillis: transportTimeout(timeoutMillis),
    place: destination.name,
  });
  const serialized = {
    serializeRequest: (body: Uint8Array) => body,
    deserializeResponse: (data: Uint8Array) => serializer.deserializeResponse(data),
  };
  const resender = new OtlpExporter({
    transport,
    serializer: serialized,
    splitter: BODY,
    timeoutMillis: transportTimeout(timeoutMillis),
    place: destination.name,
  });
  return {
    exporter,
    resender,
    toRequest: (items) => {
      const { body, skipped } = exporter.serialize(items);
      return { plan, body, timeoutMillis, ...(skipped > 0 ? { unserialisable: skipped } : {}) };
    },
  };
}

function createTransport({ protocol, options }: TransportPlan): IExporterTransport {
  if (protocol === 'http') return new HttpTransport(options);
  const { GrpcTransport } = load('../grpc/grpc-transport.ts') as typeof import('../grpc/grpc-transport.ts');
  return new GrpcTransport(options);
}

/** The first export may be the one at the end of the process: then the signal was aborted before this listener. */
function onAbort(signal: AbortSignal, end: () => void): void {
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
}
