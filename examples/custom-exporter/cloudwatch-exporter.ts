import type { Metric, MetricsCollector } from '../../src/public/index.ts';

export interface CloudWatchExporterOptions {
  readonly metrics: MetricsCollector;
  /** The endpoint of PutMetricData. */
  readonly endpoint: string;
  readonly namespace: string;
  /** @default the global fetch */
  readonly send?: typeof fetch;
}

interface Datum {
  readonly MetricName: string;
  readonly Dimensions: readonly { Name: string; Value: string }[];
  readonly Timestamp: string;
  readonly Unit: string;
  readonly Value?: number;
  readonly StatisticValues?: { SampleCount: number; Sum: number; Minimum: number; Maximum: number };
}

/** CloudWatch's limit for one request. */
const MAX_DATA = 1_000;

/**
 * Sends what a MetricsCollector holds in the form of CloudWatch's PutMetricData. Counters are sent as what was added since the export before;
 * histograms and timers as count, sum, minimum and maximum of all values so far.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
 */
export class CloudWatchExporter {
  readonly #options: CloudWatchExporterOptions;
  readonly #sent = new Map<string, number>();

  constructor(options: CloudWatchExporterOptions) {
    this.#options = options;
  }

  /** @throws when CloudWatch does not take it; what was not taken is sent with the next export */
  async export(): Promise<number> {
    const all = Object.values(this.#options.metrics.getAllMetrics()).flat();
    for (let from = 0; from < all.length; from += MAX_DATA) await this.#put(all.slice(from, from + MAX_DATA));
    return all.length;
  }

  async #put(metrics: readonly Metric[]): Promise<void> {
    const { endpoint, namespace, send = fetch } = this.#options;
    const response = await send(endpoint, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.0',
        'X-Amz-Target': 'GraniteServiceVersion20100801.PutMetricData',
      },
      body: JSON.stringify({ Namespace: namespace, MetricData: metrics.map((metric) => this.#datum(metric)) }),
    });
    if (!response.ok) throw new Error(`CloudWatch: expected HTTP 200 from ${endpoint}, got ${response.status}`);
    for (const metric of metrics) if (metric.type === 'counter') this.#sent.set(keyOf(metric), metric.value);
  }

  #datum(metric: Metric): Datum {
    const { name, labels, timestamp, type } = metric;
    const head = {
      MetricName: name,
      Dimensions: Object.entries(labels).map(([Name, Value]) => ({ Name, Value })),
      Timestamp: timestamp.toISOString(),
      Unit: type === 'timer' ? 'Seconds' : type === 'counter' ? 'Count' : 'None',
    };
    if (type === 'counter') return { ...head, Value: metric.value - (this.#sent.get(keyOf(metric)) ?? 0) };
    const stats = this.#options.metrics.getHistogramStats(name, labels);
    if (stats === undefined) return { ...head, Value: metric.value };
    const { count, sum, min, max } = stats;
    return { ...head, StatisticValues: { SampleCount: count, Sum: sum, Minimum: min, Maximum: max } };
  }
}

const keyOf = ({ name, labels }: Metric): string => JSON.stringify([name, Object.entries(labels)]);
