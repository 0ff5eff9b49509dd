import { deferRedactor } from '../../../foundation/redaction/deferred-redactor.ts';
import type { Distribution } from './distribution.ts';
import type { MetricFamily, Series } from './metric-family.ts';
import { PrometheusNames, prometheusLabels } from './prometheus-names.ts';

const redactor = deferRedactor({});

/** All metrics in the text format: https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function renderPrometheus(families: readonly MetricFamily[]): string {
  const names = new PrometheusNames();
  return families.map((family) => renderFamily(family, names.take(family.definition))).join('');
}

function renderFamily(family: MetricFamily, name: string): string {
  const { type, description = `${capitalized(type)} ${family.definition.name}` } = family.definition;
  const isHistogram = type === 'histogram' || type === 'timer';
  // Two label sets can become one by what is not allowed in them, or by what is secret.
  const groups = Map.groupBy(family.series(), ({ labels }) => renderLabels(labels));
  const lines = [
    `# HELP ${name} ${redactor.redactText(description).replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
    `# TYPE ${name} ${isHistogram ? 'histogram' : type}`,
    ...[...groups].flatMap(([labels, series]) => renderSeries(family, name, labels, series)),
  ];
  return `${lines.join('\n')}\n`;
}

const capitalized = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function renderSeries(
  { definition: { type, unit } }: MetricFamily,
  name: string,
  labels: string,
  series: readonly Series[],
): readonly string[] {
  const distributions = series.flatMap(({ distribution }) => distribution ?? []);
  if (distributions.length > 0)
    return renderBuckets(name, labels, distributions, type === 'timer' && unit === 'ms' ? 1_000 : 1);
  const value =
    type === 'counter' ? series.reduce((sum, each) => sum + each.value, 0) : (series.at(-1) as Series).value;
  return [`${name}${braced(labels)} ${shown(value)}`];
}

function renderBuckets(
  name: string,
  labels: string,
  distributions: readonly Distribution[],
  perUnit: number,
): readonly string[] {
  const bounds = [...(distributions[0]?.boundaries ?? []).map((bound) => bound / perUnit), Number.POSITIVE_INFINITY];
  const comma = labels === '' ? '' : ',';
  let count = 0;
  const buckets = bounds.map((bound, place) => {
    for (const { bucketCounts } of distributions) count += bucketCounts[place] ?? 0;
    return `${name}_bucket{${labels}${comma}le="${shown(bound)}"} ${count}`;
  });
  const sum = distributions.reduce((all, each) => all + each.sum, 0) / perUnit;
  return [...buckets, `${name}_sum${braced(labels)} ${shown(sum)}`, `${name}_count${braced(labels)} ${count}`];
}

const braced = (labels: string): string => (labels === '' ? '' : `{${labels}}`);

function renderLabels(labels: Series['labels']): string {
  const redacted = Object.entries(labels).flatMap(([key, value]) => {
    const kept = redactor.redactAttribute(key, value);
    return kept === undefined ? [] : [[key, String(kept)] as const];
  });
  const pairs = [...prometheusLabels(Object.fromEntries(redacted))];
  return pairs.map(([key, value]) => `${key}="${escaped(value)}"`).join(',');
}

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

function shown(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);
}
