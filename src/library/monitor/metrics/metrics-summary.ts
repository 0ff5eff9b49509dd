import type { HistogramStats } from './histogram-stats.ts';

/** A summary of all metrics, with all label sets of a metric combined. */
export interface MetricsSummary {
  readonly counters: Record<string, number>;
  readonly gauges: Record<string, number>;
  /** Includes timers. */
  readonly histograms: Record<string, HistogramStats>;
}

interface Readable {
  readonly names: readonly string[];
  getCounterValue(name: string): number;
  getGaugeValue(name: string): number | undefined;
  getHistogramStats(name: string): HistogramStats | undefined;
}

export function summaryOf(metrics: Readable): MetricsSummary {
  // A name like `__proto__` must not reach the prototype.
  const summary: MetricsSummary = { counters: newRecord(), gauges: newRecord(), histograms: newRecord() };
  for (const name of metrics.names) {
    const stats = metrics.getHistogramStats(name);
    const gauge = metrics.getGaugeValue(name);
    if (stats !== undefined) define(summary.histograms, name, stats);
    else if (gauge !== undefined) define(summary.gauges, name, gauge);
    else define(summary.counters, name, metrics.getCounterValue(name));
  }
  return summary;
}

const newRecord = (): Record<string, never> => ({});

function define<T>(record: Record<string, T>, name: string, value: T): void {
  Object.defineProperty(record, name, { value, enumerable: true, writable: true, configurable: true });
}
