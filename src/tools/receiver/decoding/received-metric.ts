import type { ReceivedMetric, Temporality } from '../telemetry/telemetry-metric.ts';
import type { Resource, Scope } from '../telemetry/telemetry-model.ts';
import { readResource, readScope } from './attribute-value.ts';
import {
  readExponentialHistogramPoint,
  readHistogramPoint,
  readNumberPoint,
  readSummaryPoint,
} from './metric-point.ts';
import { type ExportMetricsMessage, type MetricMessage, ownFields } from './otlp-message.ts';

const TEMPORALITIES: readonly Temporality[] = ['unspecified', 'delta', 'cumulative'];

/** Every metric of an export request, in the order of the request; a metric without data is left out. */
export function readMetrics(message: ExportMetricsMessage): ReceivedMetric[] {
  return (message.resourceMetrics ?? []).flatMap((group) => {
    const resource = readResource(group.resource, group.schemaUrl);
    return (group.scopeMetrics ?? []).flatMap(({ scope: scopeMessage, schemaUrl, metrics }) => {
      const scope = readScope(scopeMessage, schemaUrl);
      return (metrics ?? []).flatMap((metric) => readMetric(metric, resource, scope) ?? []);
    });
  });
}

function readMetric(metric: MetricMessage, resource: Resource, scope: Scope): ReceivedMetric | undefined {
  const { name, description, unit, gauge, sum, histogram, exponentialHistogram, summary } = ownFields(metric);
  const identity = { name: name ?? '', description: description ?? '', unit: unit ?? '', resource, scope };
  if (gauge) return { ...identity, type: 'gauge', points: (gauge.dataPoints ?? []).map(readNumberPoint) };
  if (sum) {
    const points = (sum.dataPoints ?? []).map(readNumberPoint);
    return { ...identity, type: 'sum', ...readTemporality(sum), monotonic: sum.isMonotonic ?? false, points };
  }
  if (histogram) {
    const points = (histogram.dataPoints ?? []).map(readHistogramPoint);
    return { ...identity, type: 'histogram', ...readTemporality(histogram), points };
  }
  if (exponentialHistogram) {
    const points = (exponentialHistogram.dataPoints ?? []).map(readExponentialHistogramPoint);
    return { ...identity, type: 'exponentialHistogram', ...readTemporality(exponentialHistogram), points };
  }
  if (summary) return { ...identity, type: 'summary', points: (summary.dataPoints ?? []).map(readSummaryPoint) };
  return undefined;
}

function readTemporality(data: { aggregationTemporality?: number | null }): { temporality: Temporality } {
  return { temporality: TEMPORALITIES[data.aggregationTemporality ?? 0] ?? 'unspecified' };
}
