import type { Labels } from './labels.ts';

export type MetricType = 'counter' | 'gauge' | 'histogram' | 'timer';

/** One series of a metric, as it was when it was read. */
export interface Metric {
  readonly name: string;
  readonly type: MetricType;
  /** Of a counter its total, of a gauge its value, of a histogram or timer what was recorded last. */
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Of the latest recording. */
  readonly timestamp: Date;
  readonly description?: string;
  toJSON(): MetricDocument;
}

export interface MetricDocument {
  readonly name: string;
  readonly type: MetricType;
  readonly value: number;
  readonly labels: Labels;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly description: string | null;
}

export function createMetric(parts: Omit<Metric, 'toJSON'>): Metric {
  const { name, type, value, labels, timestamp, description = null } = parts;
  const toJSON = (): MetricDocument => ({
    name,
    type,
    value,
    labels,
    timestamp: timestamp.toISOString(),
    description,
  });
  // Not among the properties that a spread, or a comparison in a test, sees.
  return Object.defineProperty({ ...parts }, 'toJSON', { value: toJSON }) as Metric;
}
