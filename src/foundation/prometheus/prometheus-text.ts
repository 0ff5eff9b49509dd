import { PrometheusLabelNames, type PrometheusNameParts, PrometheusNames } from './prometheus-names.ts';

/** All series of one metric. */
export interface PrometheusFamily extends PrometheusNameParts {
  readonly help: string;
  /** @default none */
  readonly unit?: string | undefined;
  readonly points: Iterable<PrometheusPoint>;
}

export interface PrometheusPoint {
  /** Any keys; values that are no strings become JSON. */
  readonly labels: readonly (readonly [key: string, value: unknown])[];
  readonly value: number | PrometheusHistogram;
}

export interface PrometheusHistogram {
  /** The upper bounds of the buckets, without `+Inf`. */
  readonly bounds: readonly number[];
  /** One for each bound, and one for larger values. */
  readonly counts: readonly number[];
  readonly sum: number | undefined;
}

/** So often `prometheusText` yields, in points or lines, at the latest. */
const POINTS_PER_PIECE = 100;

/**
 * Serializes metrics as text in pieces, so that a large page need not block the event loop; pieces may be empty. The page is valid for
 * any name and key: what is not allowed becomes `_`, values of labels that become one are joined, and series that become one are added up.
 * https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export function* prometheusText(families: Iterable<PrometheusFamily>): Generator<string> {
  const names = new PrometheusNames();
  const labelNames = new PrometheusLabelNames();
  // Instruments of several scopes may have one name.
  const groups = Map.groupBy(families, ({ name, type, suffix = '' }) => `${type} ${suffix} ${name}`);
  for (const group of groups.values()) {
    const [first] = group as [PrometheusFamily, ...PrometheusFamily[]];
    const series = new Map<string, PrometheusPoint['value']>();
    let count = 0;
    for (const { points } of group)
      for (const { labels, value } of points) {
        addTo(series, first.type, renderLabels(labels, labelNames), value);
        if (++count % POINTS_PER_PIECE === 0) yield '';
      }
    if (count === 0) continue;
    const name = names.take(first);
    yield renderHeader(name, group);
    yield* renderSeries(name, series);
  }
}

function renderHeader(name: string, group: readonly PrometheusFamily[]): string {
  const help = group.find((family) => family.help !== '')?.help ?? 'description missing';
  const unit = group.find((family) => family.unit !== undefined && family.unit !== '')?.unit;
  const unitLine = unit === undefined ? '' : `# UNIT ${name} ${escapeText(unit)}\n`;
  return `# HELP ${name} ${escapeText(help)}\n${unitLine}# TYPE ${name} ${group[0]?.type}\n`;
}

function* renderSeries(name: string, series: ReadonlyMap<string, PrometheusPoint['value']>): Generator<string> {
  let piece = '';
  let lines = 0;
  for (const [labels, value] of series) {
    piece += typeof value === 'number' ? renderSample(name, labels, value) : renderHistogram(name, labels, value);
    lines += typeof value === 'number' ? 1 : value.counts.length;
    if (lines < POINTS_PER_PIECE) continue;
    yield piece;
    piece = '';
    lines = 0;
  }
  yield piece;
}

const renderSample = (name: string, labels: string, value: number): string =>
  `${name}${labels === '' ? '' : `{${labels}}`} ${renderNumber(value)}\n`;

function renderHistogram(name: string, labels: string, { bounds, counts, sum }: PrometheusHistogram): string {
  const comma = labels === '' ? '' : ',';
  let count = 0;
  let text = '';
  for (const [index, inBucket] of counts.entries()) {
    count += inBucket;
    const bound = renderNumber(bounds[index] ?? Number.POSITIVE_INFINITY);
    text += `${name}_bucket{${labels}${comma}le="${bound}"} ${count}\n`;
  }
  if (sum !== undefined) text += renderSample(`${name}_sum`, labels, sum);
  return text + renderSample(`${name}_count`, labels, count);
}

function addTo(
  series: Map<string, PrometheusPoint['value']>,
  type: PrometheusFamily['type'],
  labels: string,
  value: PrometheusPoint['value'],
): void {
  const before = series.get(labels);
  if (typeof before === 'number' && typeof value === 'number')
    series.set(labels, type === 'counter' ? before + value : value);
  else if (typeof before === 'object' && typeof value === 'object') series.set(labels, mergeHistograms(before, value));
  else series.set(labels, value);
}

/** With the bounds of the first: what another one counted goes to the bucket that its upper bound falls into. */
function mergeHistograms(one: PrometheusHistogram, other: PrometheusHistogram): PrometheusHistogram {
  const counts = [...one.counts];
  for (const [index, count] of other.counts.entries()) {
    const upper = other.bounds[index] ?? Number.POSITIVE_INFINITY;
    const place = one.bounds.findIndex((bound) => upper <= bound);
    const bucket = place === -1 ? one.bounds.length : place;
    counts[bucket] = (counts[bucket] ?? 0) + count;
  }
  const sum = one.sum === undefined || other.sum === undefined ? undefined : one.sum + other.sum;
  return { bounds: one.bounds, counts, sum };
}

function renderLabels(labels: PrometheusPoint['labels'], names: PrometheusLabelNames): string {
  const seen: string[] = [];
  let text = '';
  for (const [key, value] of labels) {
    const name = names.get(key);
    if (seen.includes(name)) return renderJoined(labels, names);
    seen.push(name);
    text += `${text === '' ? '' : ','}${name}="${escapeValue(value)}"`;
  }
  return text;
}

/** https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#metric-attributes: joined in the order of their keys. */
function renderJoined(labels: PrometheusPoint['labels'], names: PrometheusLabelNames): string {
  const sorted = labels.toSorted(([one], [other]) => (one < other ? -1 : 1));
  const groups = Map.groupBy(sorted, ([key]) => names.get(key));
  const pairs = [...groups].map(([name, all]) => `${name}="${all.map(([, value]) => escapeValue(value)).join(';')}"`);
  return pairs.join(',');
}

const escapeText = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');

function escapeValue(value: unknown): string {
  const text = typeof value === 'string' ? value : toJson(value);
  return /["\\\n]/.test(text) ? escapeText(text).replaceAll('"', '\\"') : text;
}

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return typeof value;
  }
}

function renderNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);
}
