import { AggregationTemporalityPreference } from '@opentelemetry/exporter-metrics-otlp-http';
import { type AggregationOption, AggregationType, InstrumentType } from '@opentelemetry/sdk-metrics';
import type { MetricsConfig } from '../configuration/config.ts';

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
