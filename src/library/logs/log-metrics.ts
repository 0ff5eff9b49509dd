/** Records the metrics of a Logger's special methods. MetricsCollector implements it. */
export interface LogMetrics {
  counter(name: string, value?: number, labels?: LogMetricLabels, description?: string): void;
  gauge(name: string, value: number, labels?: LogMetricLabels, description?: string): void;
  histogram(name: string, value: number, labels?: LogMetricLabels, description?: string): void;
  timing(name: string, seconds: number, labels?: LogMetricLabels): void;
}
export type LogMetricLabels = Record<string, string>;
