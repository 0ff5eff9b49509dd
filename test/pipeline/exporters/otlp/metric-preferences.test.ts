import { describe, expect, test } from '@jest/globals';
import { AggregationTemporalityPreference, OTLPMetricExporterBase } from '@opentelemetry/exporter-metrics-otlp-http';
import { AggregationType, InstrumentType } from '@opentelemetry/sdk-metrics';
import { metricPreferences } from '../../../../src/pipeline/exporters/otlp/metric-preferences.ts';
import { resolved } from '../../../foundation/configuration/resolved.ts';

const TYPES = Object.values(InstrumentType);

/** What the official exporter answers to the same preference. */
function official(temporalityPreference: AggregationTemporalityPreference) {
  const exporter = new OTLPMetricExporterBase({} as never, { temporalityPreference });
  return TYPES.map((type) => exporter.selectAggregationTemporality(type));
}

describe('metricPreferences', () => {
  test.each([
    ['', AggregationTemporalityPreference.CUMULATIVE],
    ['Delta', AggregationTemporalityPreference.DELTA],
    ['LOWMEMORY', AggregationTemporalityPreference.LOWMEMORY],
    ['sometimes', AggregationTemporalityPreference.CUMULATIVE],
  ])('follows OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE="%s"', (value, expected) => {
    const { metrics } = resolved({ OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: value }).config;
    expect(TYPES.map(metricPreferences(metrics).selectAggregationTemporality)).toEqual(official(expected));
  });

  test.each([
    ['', InstrumentType.HISTOGRAM, AggregationType.DEFAULT],
    ['explicit_bucket_histogram', InstrumentType.HISTOGRAM, AggregationType.DEFAULT],
    ['base2_exponential_bucket_histogram', InstrumentType.HISTOGRAM, AggregationType.EXPONENTIAL_HISTOGRAM],
    ['base2_exponential_bucket_histogram', InstrumentType.COUNTER, AggregationType.DEFAULT],
  ])('follows OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION="%s" for a %s', (value, instrument, type) => {
    const { metrics } = resolved({ OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: value }).config;
    expect(metricPreferences(metrics).selectAggregation(instrument)).toEqual({ type });
  });
});
