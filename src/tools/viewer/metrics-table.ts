import type { ReceivedMetric } from '../receiver/telemetry/telemetry-metric.ts';
import { describeLabels } from './metric-labels.ts';
import { latestSeries, type MetricSeries } from './metric-series.ts';
import { formatNumber, formatQuantity } from './number-text.ts';
import { estimateQuantile } from './quantile.ts';
import { fitPieces, type Piece, paint, piece } from './styled-text.ts';
import { cutText, escapeText, fitText, textWidth } from './terminal-text.ts';
import type { RenderOptions } from './trace-tree.ts';

/** One line of the table; the cells are in the order of HEADINGS. */
type Row = readonly string[];

const HEADINGS: Row = ['METRIC', 'TYPE', 'UNIT', 'ATTRIBUTES', 'VALUE', 'AVG', 'P50', 'P95'];
const FIRST_NUMBER = 4;
const ATTRIBUTES_COLUMN = 3;
const GAP = '  ';
const MAX_NAME_WIDTH = 44;
// The columns that shrink first in a narrow terminal.
const SHRINKING = [
  { column: 3, atLeast: 16 },
  { column: 2, atLeast: 4 },
  { column: 0, atLeast: 10 },
];
const MAX_SERIES_PER_METRIC = 12;

const TYPES: Readonly<Record<ReceivedMetric['type'], string>> = {
  sum: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  exponentialHistogram: 'exp. hist.',
  summary: 'summary',
};

/**
 * The latest point of every metric as a table, grouped by service. VALUE is the number of values for histograms, whose
 * percentiles are estimated from the buckets. '' without metrics; ends without a line break.
 */
export function renderMetrics(
  { metrics }: { readonly metrics: readonly ReceivedMetric[] },
  { color = false, width = 120 }: RenderOptions = {},
): string {
  const services = Map.groupBy(latestSeries(metrics), ({ service }) => service);
  const groups = [...services].map(([service, series]) => ({ service, rows: createRows(series) }));
  if (groups.length === 0) return '';
  const widths = measure([HEADINGS, ...groups.flatMap(({ rows }) => rows)], width);
  const lines = [
    layOut(HEADINGS, widths).map(({ text }) => piece(text, 'dim')),
    ...groups.flatMap(({ service, rows }) => [[piece(service, 'bold')], ...rows.map((row) => layOut(row, widths))]),
  ];
  return lines.map((pieces) => paint(fitPieces(pieces, width), color)).join('\n');
}

function createRows(series: readonly MetricSeries[]): Row[] {
  return [...Map.groupBy(series, ({ metric }) => metric.name).values()].flatMap((sameName) => {
    const rows = sameName.slice(0, MAX_SERIES_PER_METRIC).map((one, index) => createRow(one, index === 0));
    const more = sameName.length - rows.length;
    return more > 0 ? [...rows, ['', '', '', `… ${more} more`, '', '', '', '']] : rows;
  });
}

function createRow({ metric, point }: MetricSeries, isFirst: boolean): Row {
  const name = GAP + cutText(escapeText(metric.name), MAX_NAME_WIDTH);
  const head = isFirst ? [name, typeOf(metric), escapeText(metric.unit)] : ['', '', ''];
  return [...head, describeLabels(point.attributes), ...describePoint(point, metric.unit)];
}

function typeOf(metric: ReceivedMetric): string {
  const type = metric.type === 'sum' && !metric.monotonic ? 'up-down' : TYPES[metric.type];
  // With delta temporality the numbers cover only the last interval.
  return 'temporality' in metric && metric.temporality === 'delta' ? `${type} Δ` : type;
}

/** Value or count, average, median, 95th percentile. */
function describePoint(point: MetricSeries['point'], unit: string): string[] {
  if ('value' in point) return [formatQuantity(point.value, unit), '', '', ''];
  const { count, sum } = point;
  const quantileOf = (quantile: number) =>
    'quantiles' in point
      ? point.quantiles.find((one) => one.quantile === quantile)?.value
      : estimateQuantile(point, quantile);
  const average = sum !== undefined && count > 0 ? sum / count : undefined;
  const numbers = [average, quantileOf(0.5), quantileOf(0.95)];
  return [formatNumber(count), ...numbers.map((value) => (value === undefined ? '' : formatQuantity(value, unit)))];
}

/** The width of each column: the width of its cells, limited by the terminal. */
function measure(rows: readonly Row[], width: number): number[] {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => textWidth(row[column] ?? ''))));
  let excess = widths.reduce((sum, one) => sum + one + GAP.length, -GAP.length) - width;
  for (const { column, atLeast } of SHRINKING) {
    const needed = widths[column] ?? 0;
    widths[column] = Math.min(needed, Math.max(atLeast, needed - Math.max(0, excess)));
    excess -= needed - widths[column];
  }
  return widths;
}

function layOut(row: Row, widths: readonly number[]): Piece[] {
  return row.map((cell, column) => {
    const gap = column === 0 ? '' : GAP;
    const text = gap + fitText(cell, widths[column] ?? 0, column < FIRST_NUMBER ? 'left' : 'right');
    return piece(text, column > 0 && column < ATTRIBUTES_COLUMN ? 'dim' : 'plain');
  });
}
