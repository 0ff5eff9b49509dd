import type { ReceivedMetric } from '../receiver/telemetry/telemetry-metric.ts';
import { formatAttributes, formatValue } from './attribute-text.ts';
import { serviceName } from './service-name.ts';

/** One metric with one set of attributes, from one process: its latest point. */
export interface MetricSeries {
  service: string;
  metric: ReceivedMetric;
  point: ReceivedMetric['points'][number];
}

/** The latest point of each series, sorted by service, metric and attributes. */
export function latestSeries(metrics: readonly ReceivedMetric[]): MetricSeries[] {
  const latest = new Map<string, MetricSeries>();
  for (const metric of metrics) {
    const service = serviceName(metric.resource);
    const process = formatValue(metric.resource.attributes['service.instance.id']);
    for (const point of metric.points) {
      const key = [service, metric.name, formatAttributes(point.attributes), metric.scope.name, process].join('\0');
      const known = latest.get(key);
      if (!known || known.point.timeUnixNano <= point.timeUnixNano) latest.set(key, { service, metric, point });
    }
  }
  return [...latest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, series]) => series);
}
