import type { PrometheusFamily, PrometheusPoint } from '../../../foundation/prometheus/prometheus-text.ts';
import { deferRedactor } from '../../../foundation/redaction/deferred-redactor.ts';
import type { MetricFamily, Series } from './metric-family.ts';

const redactor = deferRedactor({});

/** A metric as Prometheus has it, without secrets. */
export function toPrometheusFamily(family: MetricFamily): PrometheusFamily {
  const { name, type, description = `${capitalized(type)} ${name}` } = family.definition;
  const isTimer = type === 'timer';
  return {
    // Timers are in the base unit, so that all of them can be compared.
    name: isTimer ? name.replace(/\W(?:seconds|milliseconds|ms)$|_(?:seconds|milliseconds|ms)$/, '') : name,
    ...(isTimer && { suffix: '_seconds' }),
    type: isTimer ? 'histogram' : type,
    help: redactor.redactText(description),
    points: family.series().map((series) => toPoint(family, series)),
  };
}

const capitalized = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function toPoint(
  { definition: { type, unit } }: MetricFamily,
  { labels, value, distribution }: Series,
): PrometheusPoint {
  const redacted = Object.entries(labels).flatMap(([key, label]) => {
    const kept = redactor.redactAttribute(key, label);
    return kept === undefined ? [] : [[key, String(kept)] as const];
  });
  if (distribution === undefined) return { labels: redacted, value };
  const perUnit = type === 'timer' && unit === 'ms' ? 1_000 : 1;
  const bounds = distribution.boundaries.map((bound) => bound / perUnit);
  return { labels: redacted, value: { bounds, counts: distribution.bucketCounts, sum: distribution.sum / perUnit } };
}
