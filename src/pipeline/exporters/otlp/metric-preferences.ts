import {
  type AggregationOption,
  AggregationTemporality,
  AggregationType,
  InstrumentType,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import type { MetricsConfig } from '../../../foundation/configuration/config.ts';

/** The instruments of delta temporality; all others are cumulative. */
const DELTA: Readonly<Record<MetricsConfig['temporality'], (type: InstrumentType) => boolean>> = {
  cumulative: () => false,
  delta: (type) => type !== InstrumentType.UP_DOWN_COUNTER && type !== InstrumentType.OBSERVABLE_UP_DOWN_COUNTER,
  lowmemory: (type) => type === InstrumentType.COUNTER || type === InstrumentType.HISTOGRAM,
};

/**
 * The configured temporality and histogram aggregation, in the form in which the SDK reads them from an exporter.
 * https://opentelemetry.io/docs/specs/otel/metrics/sdk_exporters/otlp/#additional-environment-variable-configuration
 */
export function metricPreferences({
  temporality,
  histogramAggregation,
}: MetricsConfig): Required<Pick<PushMetricExporter, 'selectAggregation' | 'selectAggregationTemporality'>> {
  const exponential = histogramAggregation === 'base2_exponential_bucket_histogram';
  const isDelta = DELTA[temporality];
  return {
    selectAggregationTemporality: (type) =>
      isDelta(type) ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE,
    selectAggregation: (type): AggregationOption =>
      exponential && type === InstrumentType.HISTOGRAM
        ? { type: AggregationType.EXPONENTIAL_HISTOGRAM }
        : { type: AggregationType.DEFAULT },
  };
}
