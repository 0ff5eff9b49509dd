import { DataPointType, type MetricData, type ResourceMetrics, type ScopeMetrics } from '@opentelemetry/sdk-metrics';
import type { PrometheusFamily, PrometheusPoint } from '../../../foundation/prometheus/prometheus-text.ts';

type Labels = PrometheusPoint['labels'];

/** Collected metrics as Prometheus has them, and the resource as `target_info`. */
export function* toPrometheusFamilies({ resource, scopeMetrics }: ResourceMetrics): Generator<PrometheusFamily> {
  const target = { labels: Object.entries(resource.attributes), value: 1 };
  yield { name: 'target_info', type: 'gauge', help: 'Target metadata', points: [target] };
  for (const { scope, metrics } of scopeMetrics) {
    const labels = scopeLabels(scope);
    for (const metric of metrics) {
      const { name, description, unit } = metric.descriptor;
      yield { name, type: typeOf(metric), help: description, unit, points: pointsOf(metric, labels) };
    }
  }
}

function scopeLabels({ name, version, schemaUrl }: ScopeMetrics['scope']): Labels {
  return [
    ['otel.scope.name', name],
    ...(schemaUrl ? [['otel.scope.schema_url', schemaUrl] as const] : []),
    ...(version ? [['otel.scope.version', version] as const] : []),
  ];
}

function typeOf(metric: MetricData): PrometheusFamily['type'] {
  if (metric.dataPointType === DataPointType.SUM) return metric.isMonotonic ? 'counter' : 'gauge';
  return metric.dataPointType === DataPointType.GAUGE ? 'gauge' : 'histogram';
}

function* pointsOf(metric: MetricData, scope: Labels): Generator<PrometheusPoint> {
  switch (metric.dataPointType) {
    case DataPointType.HISTOGRAM:
      for (const { attributes, value } of metric.dataPoints) {
        const { boundaries, counts } = value.buckets;
        yield { labels: withScope(attributes, scope), value: { bounds: boundaries, counts, sum: value.sum } };
      }
      return;
    case DataPointType.EXPONENTIAL_HISTOGRAM:
      // Its buckets have no place in this format.
      for (const { attributes, value } of metric.dataPoints)
        yield { labels: withScope(attributes, scope), value: { bounds: [], counts: [value.count], sum: value.sum } };
      return;
    default:
      for (const { attributes, value } of metric.dataPoints) yield { labels: withScope(attributes, scope), value };
  }
}

const withScope = (attributes: object, scope: Labels): Labels => [...Object.entries(attributes), ...scope];
