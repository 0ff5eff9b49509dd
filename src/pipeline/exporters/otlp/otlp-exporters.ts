import { createRequire } from 'node:module';
import type { LogRecordExporter, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { MetricsConfig, OtlpConfig } from '../../../foundation/configuration/config.ts';
import type { Signal } from '../../../foundation/configuration/settings/otlp-settings.ts';
import { attributeSourceOf } from '../../encoding/attribute-source.ts';
import { type EncodedItem, ItemEncoder } from '../../encoding/encoded-item.ts';
import { writeLogRecord } from '../../encoding/log-record-encoding.ts';
import { writeSpan } from '../../encoding/span-encoding.ts';
import type { ProxyAddress } from '../transport/proxy-address.ts';
import { readTlsFiles } from '../transport/tls-files.ts';
import {
  type ItemOtlp,
  LazyExporter,
  type OtlpEncoding,
  type OtlpParts,
  type OtlpSender,
  type OtlpTarget,
} from './lazy-exporter.ts';
import { metricPreferences } from './metric-preferences.ts';
import type { TransportPlan } from './otlp-request.ts';
import { isSerializableLogRecord, isSerializableSpan, NOT_SERIALIZABLE } from './serialization.ts';

const load = createRequire(import.meta.url);

// The plan is made at the start, with all warnings about it, and the files it needs are read. The code that sends is loaded later.

/** Spans over OTLP. */
export function createOtlpSpanExporter(target: OtlpTarget): ItemOtlp<SpanExporter, ReadableSpan> {
  const plan = planOf('traces', target.otlp);
  const otlp = lazily(() => otlpParts().createSpanParts(plan, target));
  if (target.otlp.protocol === 'http/json') return otlp;
  const encoder = new ItemEncoder(writeSpan);
  return { ...otlp, encoding: encodingOf('traces', plan, target, encoder, isEncodable) };
}

/** Metrics over OTLP, with the configured temporality and histogram aggregation. */
export function createOtlpMetricExporter(
  target: OtlpTarget,
  config: MetricsConfig,
): OtlpSender<PushMetricExporter, ResourceMetrics> {
  const plan = planOf('metrics', target.otlp);
  const { exporter, ...rest } = lazily(() => otlpParts().createMetricParts(plan, target));
  return { exporter: Object.assign(exporter, metricPreferences(config)), ...rest };
}

/** Log records over OTLP. */
export function createOtlpLogExporter(target: OtlpTarget): ItemOtlp<LogRecordExporter, ReadableLogRecord> {
  const plan = planOf('logs', target.otlp);
  const otlp = lazily(() => otlpParts().createLogParts(plan, target));
  if (target.otlp.protocol === 'http/json') return otlp;
  const encoder = new ItemEncoder(writeLogRecord);
  return { ...otlp, encoding: encodingOf('logs', plan, target, encoder, isSerializableLogRecord) };
}

/** Values from a source are known to be serializable. */
const isEncodable = (span: ReadableSpan): boolean => attributeSourceOf(span) !== undefined || isSerializableSpan(span);

function encodingOf<Item>(
  signal: 'traces' | 'logs',
  plan: TransportPlan,
  target: OtlpTarget,
  encoder: { encode(item: Item): EncodedItem },
  isSerializable: (item: Item) => boolean,
): OtlpEncoding<Item> {
  return {
    encode(item) {
      if (isSerializable(item)) return encoder.encode(item);
      throw new TypeError(NOT_SERIALIZABLE);
    },
    otlp: lazily(() => otlpParts().createEncodedParts(signal, plan, target)),
  };
}

function planOf(signal: Signal, otlp: OtlpConfig): TransportPlan {
  if (otlp.protocol !== 'grpc') return planHttp(otlp);
  const { planGrpc } = load('./grpc-plan.ts') as typeof import('./grpc-plan.ts');
  return planGrpc(signal, otlp, proxyOf(otlp));
}

function proxyOf({ endpoint, proxy }: OtlpConfig): ProxyAddress | undefined {
  if (proxy === undefined) return undefined;
  const { resolveProxy } = load('../transport/proxy-address.ts') as typeof import('../transport/proxy-address.ts');
  return resolveProxy(endpoint, proxy);
}

const otlpParts = () => load('./otlp-assembly.ts') as typeof import('./otlp-assembly.ts');

// From a checkout the parts are ES modules, which older versions of Node cannot `require` once loads are watched.
const isBuilt = !import.meta.url.endsWith('.ts');

function lazily<Items>(create: () => OtlpParts<Items>): OtlpSender<LazyExporter<Items>, Items> {
  const exporter = new LazyExporter(create);
  if (!isBuilt) exporter.prepare();
  return { exporter, toRequest: exporter.toRequest, resender: exporter.resender };
}

/**
 * The plan of the transport for OTLP/HTTP, protobuf or JSON.
 * @throws {TypeError} when the endpoint is no URL
 */
export function planHttp(otlp: OtlpConfig): TransportPlan {
  const { endpoint, protocol, compression, headers = {} } = otlp;
  // Throws at the start rather than at the first export.
  new URL(endpoint);
  const contentType = protocol === 'http/json' ? 'application/json' : 'application/x-protobuf';
  const proxy = proxyOf(otlp);
  const tls = readTlsFiles(otlp);
  return { protocol: 'http', options: { url: endpoint, contentType, compression, headers, tls, proxy } };
}
