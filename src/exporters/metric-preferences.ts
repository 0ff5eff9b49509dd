import { AggregationTemporalityPreference } from '@opentelemetry/exporter-metrics-otlp-http';
import { type AggregationOption, AggregationType, InstrumentType } from '@opentelemetry/sdk-metrics';
import type { MetricsConfig, OtlpConfig } from '../configuration/config.ts';

const TEMPORALITIES = {
  cumulative: AggregationTemporalityPreference.CUMULATIVE,
  delta: AggregationTemporalityPreference.DELTA,
  lowmemory: AggregationTemporalityPreference.LOWMEMORY,
} as const;

/** The configured temporality and histogram aggregation, in the official exporter's terms. */
export function metricPreferences({ temporality, histogramAggregation }: MetricsConfig) {
  const exponential = histogramAggregation === 'base2_exponential_bucket_histogram';
  return {
    temporalityPreference: TEMPORALITIES[temporality],
    aggregationPreference: (type: InstrumentType): AggregationOption =>
      exponential && type === InstrumentType.HISTOGRAM
        ? { type: AggregationType.EXPONENTIAL_HISTOGRAM }
        : { type: AggregationType.DEFAULT },
  };
}

/**
 * The OTLP settings of metrics, with an export that is over before the reader gives up on it: the reader would log an error of its own
 * at every interval, where the destination tells an outage once.
 */
export function metricOtlp({ otlp, reader }: MetricsConfig): OtlpConfig {
  const timeoutMillis = Math.max(1, Math.min(otlp.timeoutMillis, Math.floor(reader.timeoutMillis * 0.9)));
  return { ...otlp, timeoutMillis };
}
