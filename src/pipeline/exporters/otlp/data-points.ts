import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';

/** The number of data points, which is how metrics are counted. */
export function countDataPoints({ scopeMetrics }: ResourceMetrics): number {
  return scopeMetrics.flatMap(({ metrics }) => metrics).reduce((sum, { dataPoints }) => sum + dataPoints.length, 0);
}
