import { expect } from '@jest/globals';
import { type Delivery, named } from './delivery.ts';
import { arriving, type VariableCase } from './variable-case.ts';

const TEMPORALITY = 'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE';
const AGGREGATION = 'OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION';

function temporalities({ metrics }: Delivery): Record<string, string> {
  return Object.fromEntries(
    metrics.map((metric) => [metric.name, 'temporality' in metric ? metric.temporality : metric.type]),
  );
}

/** The specification's table: https://opentelemetry.io/docs/specs/otel/metrics/sdk_exporters/otlp/#additional-environment-variable-configuration */
const PREFERENCES = [
  ['Cumulative', { counter: 'cumulative', observable: 'cumulative' }],
  ['DELTA', { counter: 'delta', observable: 'delta' }],
  ['LowMemory', { counter: 'delta', observable: 'cumulative' }],
] as const;

/** How metrics are aggregated for OTLP, over every transport. */
export const metricCases: readonly VariableCase[] = (['http', 'grpc'] as const).flatMap((transport) => [
  ...PREFERENCES.map(([value, { counter, observable }]) =>
    arriving({
      variable: TEMPORALITY,
      value,
      about: transport,
      transport,
      shows: (delivery) =>
        expect(temporalities(delivery)).toEqual({
          'shop.orders': counter,
          'shop.duration': counter,
          'shop.stock': 'cumulative',
          'shop.ticks': observable,
        }),
    }),
  ),
  ...(
    [
      ['explicit_bucket_histogram', 'histogram'],
      ['BASE2_exponential_bucket_histogram', 'exponentialHistogram'],
    ] as const
  ).map(([value, type]) =>
    arriving({
      variable: AGGREGATION,
      value,
      about: transport,
      transport,
      shows: ({ metrics }) =>
        expect(named(metrics, 'shop.duration')).toMatchObject({ type, points: [{ count: 1, sum: 0.3 }] }),
    }),
  ),
]);
