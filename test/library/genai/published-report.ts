// What the published Python package reports of streams, and ours in the same shape, so that they can be compared.
import { expect } from '@jest/globals';
import {
  type DeepPartial,
  type MonitoringConfig,
  type StreamEvent,
  StreamMonitor,
  toCsv,
  toDict,
  toLogFormat,
  toMetrics,
} from '../../../src/public/genai.ts';

/** The report of the published package, or ours: of every record, and over all. */
export interface StreamReport {
  readonly all: readonly unknown[];
  readonly aggregate: Readonly<Record<string, number | null>>;
  readonly csv: string;
  readonly log: readonly string[];
  readonly metrics: readonly unknown[];
}

export interface ReportOptions {
  readonly prefix?: string;
  readonly labels?: Readonly<Record<string, string>> | null;
}

export function reportOf(
  events: readonly StreamEvent[],
  config: DeepPartial<MonitoringConfig> = {},
  { prefix, labels }: ReportOptions = {},
): StreamReport {
  const monitor = new StreamMonitor(config);
  for (const event of events) monitor.handleEvent(event);
  const records = monitor.getAllTelemetry();
  const { percentiles: _, ...aggregate } = monitor.getAggregateMetrics();
  return {
    all: records.map((record) => toDict(record)),
    aggregate: Object.fromEntries(Object.entries(aggregate).map(([name, value]) => [snakeCase(name), value])),
    csv: toCsv(records),
    log: records.map(toLogFormat),
    metrics: records.map((record) => toMetrics(record, { ...(prefix === undefined ? {} : { prefix }), labels })),
  };
}

/** With our liberties taken: booleans in lower case, line breaks of a log line escaped, figures as close as floating-point clocks are. */
export function expectEqualReports(ours: StreamReport, published: StreamReport): void {
  expect(ours.all).toEqual(close(published.all));
  expect(ours.aggregate).toEqual(published.all.length === 0 ? expect.anything() : close(published.aggregate));
  expect(cellsOf(ours.csv)).toEqual(close(cellsOf(published.csv)));
  expect(ours.log).toEqual(published.log.map(ourLine));
  expect(ours.metrics).toEqual(close(published.metrics));
}

/** Its clock is a float of seconds since 1970: exact to a quarter of a microsecond, and a rate over a short time to less. */
function close(value: unknown): unknown {
  if (typeof value === 'number') {
    const tolerance = Math.max(1e-6, Math.abs(value) * 1e-4);
    return Number.isInteger(value) ? value : expect.closeTo(value, -Math.log10(2 * tolerance));
  }
  if (Array.isArray(value)) return value.map(close);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, close(entry)]));
}

function cellsOf(csv: string): unknown[] {
  return csv.split(/,|(?<=\n)/).map((cell) => {
    if (/^(True|False)$/.test(cell)) return lowerCase(cell);
    return /^\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell;
  });
}

const lowerCase = (text: string): string => text.toLowerCase();
const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const ourLine = (line: string): string =>
  line
    .replaceAll('\n', '\\n')
    .replace(/(?<= completed=)(True|False)/, lowerCase)
    .replace(' error=None ', ' error=unknown ');
