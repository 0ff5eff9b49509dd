import { prometheusText } from '../../foundation/prometheus/prometheus-text.ts';
import { type HistogramStats, statsOf } from './metrics/histogram-stats.ts';
import type { HistoryEntry } from './metrics/history.ts';
import type { Labels } from './metrics/labels.ts';
import type { Metric } from './metrics/metric.ts';
import { MetricsRecorder } from './metrics/metrics-recorder.ts';
import { type MetricsSummary, summaryOf } from './metrics/metrics-summary.ts';
import { toPrometheusFamily } from './metrics/prometheus-families.ts';
import { collectSystemMetrics } from './system/system-metrics.ts';
import { SystemProbe } from './system/system-probe.ts';

/**
 * Counters, gauges, histograms and timers that go to the OpenTelemetry meter and can be read back in the process, with and without an SDK. Bad
 * options throw at construction; recording never throws: bad data is left out, or folded, and counted in `droppedCount`.
 * @example const metrics = new MetricsCollector(); metrics.counter('orders', 1, { region: 'eu' });
 */
export class MetricsCollector extends MetricsRecorder {
  #probe: SystemProbe | undefined;

  /** The total of a label set; without labels, of all. 0 when there is none. */
  getCounterValue(name: string, labels?: Labels): number {
    return this.#series(name, 'counter', labels).reduce((sum, { value }) => sum + value, 0);
  }

  /** The value of a label set; without labels, that of the series without any, else of the one that was set last. */
  getGaugeValue(name: string, labels?: Labels): number | undefined {
    const [plain] = this.#series(name, 'gauge', labels ?? {});
    if (plain !== undefined || labels !== undefined) return plain?.value;
    const family = this.registry.families.get(name);
    return family?.definition.type === 'gauge' ? family.latest?.value : undefined;
  }

  /** Of a label set; without labels, of all values together. */
  getHistogramStats(name: string, labels?: Labels): HistogramStats | undefined {
    return statsOf(this.registry.families.get(name)?.distributions(labels ?? undefined) ?? []);
  }

  /** Each series of a metric. */
  getMetric(name: string): Metric[] {
    return this.registry.families.get(name)?.metrics() ?? [];
  }

  getAllMetrics(): Record<string, Metric[]> {
    return Object.fromEntries([...this.registry.families].map(([name, family]) => [name, family.metrics()]));
  }

  /** The latest recordings of a metric, oldest first. */
  getHistory(name: string): HistoryEntry[] {
    return this.registry.families.get(name)?.history.entries() ?? [];
  }

  /** Totals of counters, values of gauges and statistics of histograms and timers, by name. */
  getSummary(): MetricsSummary {
    return summaryOf(this);
  }

  /** Records CPU, memory, disk, load, event loop, GC and handles as gauges `system.*` and `process.*`. The first call takes 100 ms: it measures. */
  async collectSystemMetrics(): Promise<void> {
    try {
      this.#probe ??= new SystemProbe();
      await collectSystemMetrics(this.#probe, this);
    } catch (error) {
      this.drops.add(`system metrics could not be read: ${String((error as Error)?.message)}; they are left out`);
    }
  }

  /** In Prometheus's text format 0.0.4. Secrets in labels are masked. */
  exportPrometheus(): string {
    return [...prometheusText([...this.registry.families.values()].map(toPrometheusFamily))].join('');
  }

  /** `getSummary` as text. */
  exportJson(): string {
    return JSON.stringify(this.getSummary());
  }

  /** Forgets what can be read back. What was exported is not affected. */
  clear(): void {
    this.registry.clear();
    this.drops.clear();
  }

  /** Names of metrics. */
  get names(): string[] {
    return [...this.registry.families.keys()];
  }

  #series(name: string, type: 'counter' | 'gauge', labels?: Labels | null) {
    const family = this.registry.families.get(name);
    return family?.definition.type === type ? family.series(labels ?? undefined) : [];
  }
}
