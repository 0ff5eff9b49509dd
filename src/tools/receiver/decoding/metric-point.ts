import { readSpanId, readTraceId } from '../telemetry/telemetry-id.ts';
import type {
  Exemplar,
  ExponentialBuckets,
  ExponentialHistogramPoint,
  HistogramPoint,
  NumberPoint,
  SummaryPoint,
} from '../telemetry/telemetry-metric.ts';
import { readAttributes } from './attribute-value.ts';
import { readCount, readInt64, readUint64 } from './int64.ts';
import {
  type BucketsMessage,
  type DistributionMessage,
  type ExemplarMessage,
  type ExponentialHistogramPointMessage,
  type HistogramPointMessage,
  type NumberPointMessage,
  ownFields,
  type PointMessage,
  type SummaryPointMessage,
} from './otlp-message.ts';

export function readNumberPoint(point: NumberPointMessage): NumberPoint {
  return { ...readPoint(point), value: readNumber(point), exemplars: (point.exemplars ?? []).map(readExemplar) };
}

export function readHistogramPoint(point: HistogramPointMessage): HistogramPoint {
  return {
    ...readPoint(point),
    ...readDistribution(point),
    bucketCounts: (point.bucketCounts ?? []).map(readCount),
    explicitBounds: [...(point.explicitBounds ?? [])],
  };
}

export function readExponentialHistogramPoint(point: ExponentialHistogramPointMessage): ExponentialHistogramPoint {
  return {
    ...readPoint(point),
    ...readDistribution(point),
    scale: point.scale ?? 0,
    zeroCount: readCount(point.zeroCount),
    zeroThreshold: point.zeroThreshold ?? 0,
    positive: readBuckets(point.positive),
    negative: readBuckets(point.negative),
  };
}

export function readSummaryPoint(point: SummaryPointMessage): SummaryPoint {
  const quantiles = (point.quantileValues ?? []).map(({ quantile, value }) => ({
    quantile: quantile ?? 0,
    value: value ?? 0,
  }));
  return { ...readPoint(point), count: readCount(point.count), sum: point.sum ?? 0, quantiles };
}

function readPoint(point: PointMessage) {
  return {
    attributes: readAttributes(point.attributes),
    startTimeUnixNano: readUint64(point.startTimeUnixNano),
    timeUnixNano: readUint64(point.timeUnixNano),
    flags: point.flags ?? 0,
  };
}

function readDistribution({ count, sum, min, max, exemplars }: DistributionMessage) {
  return {
    count: readCount(count),
    ...(sum != null ? { sum } : {}),
    ...(min != null ? { min } : {}),
    ...(max != null ? { max } : {}),
    exemplars: (exemplars ?? []).map(readExemplar),
  };
}

function readBuckets(buckets: BucketsMessage | null | undefined): ExponentialBuckets {
  return { offset: buckets?.offset ?? 0, bucketCounts: (buckets?.bucketCounts ?? []).map(readCount) };
}

function readExemplar(exemplar: ExemplarMessage): Exemplar {
  const traceId = readTraceId(exemplar.traceId);
  const spanId = readSpanId(exemplar.spanId);
  return {
    timeUnixNano: readUint64(exemplar.timeUnixNano),
    value: readNumber(exemplar),
    attributes: readAttributes(exemplar.filteredAttributes),
    ...(traceId ? { traceId } : {}),
    ...(spanId ? { spanId } : {}),
  };
}

function readNumber(message: Pick<NumberPointMessage, 'asDouble' | 'asInt'>): number | bigint {
  const { asDouble, asInt } = ownFields(message);
  return asInt != null ? readInt64(asInt) : (asDouble ?? Number.NaN);
}
