/** The metrics of a program as lines: each point once, with how often it was counted. Sums and buckets depend on the machine, and are only checked to add up. */
import type { ReceivedMetric } from '../../src/tools/receiver/telemetry/telemetry-metric.ts';
import type { Testimony } from './testimony.ts';
import { valueText } from './value-text.ts';
import { withoutVariableParts } from './variable-parts.ts';

/** `left` names points that are taken as if they had been counted once less, each time it names them. */
export function metricText(testimony: Testimony, left: readonly string[] = []): readonly string[] {
  const clean = withoutVariableParts(testimony);
  return testimony.metrics.flatMap((metric) => [definition(metric), ...points(metric, clean, left)]).toSorted();
}

function definition({ points: [point], resource: _resource, ...metric }: ReceivedMetric): string {
  const bounds = point !== undefined && 'explicitBounds' in point ? point.explicitBounds.join() : 'none';
  return `${metric.name} is ${valueText(metric)}, its bounds ${bounds}`;
}

function points(
  metric: ReceivedMetric,
  clean: (value: unknown) => unknown,
  left: readonly string[],
): readonly string[] {
  if (metric.type !== 'histogram') return [`${metric.name}: expected a histogram, got a ${metric.type}`];
  return metric.points.map(({ attributes, count, bucketCounts, sum = -1, min = -1, max = -1, flags }) => {
    const values = Object.entries(clean(attributes) as object).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const name = `${metric.name}: ${values.map(([key, value]) => `${key}=${value}`).join(' ')}`;
    const counted = count - left.filter((point) => point === name).length;
    const total = bucketCounts.reduce((soFar, bucket) => soFar + bucket, 0);
    const isSound = total === count && 0 < min && min <= max && max <= sum * (1 + 1e-9);
    return `${name} counted ${counted}${flags === 0 ? '' : `, flags ${flags}`}${isSound ? '' : ', and its numbers do not fit'}`;
  });
}
