import { describe, expect, test } from '@jest/globals';
import type { Attributes, Meter } from '@opentelemetry/api';
import {
  AggregationTemporality,
  AggregationType,
  type ExponentialHistogram,
  InMemoryMetricExporter,
  MeterProvider,
  MetricReader,
  type ResourceMetrics,
  type ViewOptions,
} from '@opentelemetry/sdk-metrics';
import { PushingMetricReader } from '../../../src/pipeline/delivery/metric-reader.ts';
import { MetricRedaction } from '../../../src/pipeline/processors/metric-redaction.ts';
import { Redaction } from '../../../src/pipeline/processors/redaction.ts';
import { maskingRedactor } from './masking-redactor.ts';

class ManualReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

async function collect(record: (meter: Meter) => void, views: ViewOptions[] = []): Promise<ResourceMetrics> {
  const reader = new ManualReader();
  const provider = new MeterProvider({ readers: [reader], views });
  record(provider.getMeter('m'));
  return (await reader.collect()).resourceMetrics;
}

const pointsOf = (metrics: ResourceMetrics): { attributes: Attributes; value: unknown }[] =>
  metrics.scopeMetrics.flatMap((scope) =>
    scope.metrics.flatMap(({ dataPoints }) => dataPoints.map(({ attributes, value }) => ({ attributes, value }))),
  );

const A = { user: 'secret', id: 1 };
const B = { user: '[REDACTED]', id: 1 };
const OTHER = { user: 'ann', id: 1 };
const redact = (metrics: ResourceMetrics) => new MetricRedaction(maskingRedactor()).redact(metrics);

describe('MetricRedaction', () => {
  test('series that become equal are added up; others stay', async () => {
    const metrics = await collect((meter) => {
      const counter = meter.createCounter('c');
      counter.add(2, A);
      counter.add(3, B);
      counter.add(5, OTHER);
    });
    expect(pointsOf(redact(metrics))).toEqual([
      { attributes: B, value: 5 },
      { attributes: OTHER, value: 5 },
    ]);
    expect(pointsOf(metrics)).toHaveLength(3);
  });

  test('a gauge keeps one value', async () => {
    const metrics = await collect((meter) => {
      const gauge = meter.createGauge('g');
      gauge.record(2, A);
      gauge.record(3, B);
    });
    expect(pointsOf(redact(metrics))).toEqual([{ attributes: B, value: 3 }]);
  });

  test('histograms: as if all had been recorded into one', async () => {
    const record = (a: Attributes) => (meter: Meter) => {
      const histogram = meter.createHistogram('h', { advice: { explicitBucketBoundaries: [1, 10, 100] } });
      for (const value of [0.5, 5, 50]) histogram.record(value, a);
      for (const value of [7, 700]) histogram.record(value, B);
    };
    expect(pointsOf(redact(await collect(record(A))))).toEqual(pointsOf(await collect(record(B))));
  });

  test('exponential histograms of different scales: totals and buckets add up', async () => {
    const views: ViewOptions[] = [
      { instrumentName: 'h', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } },
    ];
    const record = (a: Attributes) => (meter: Meter) => {
      const histogram = meter.createHistogram('h');
      for (const value of [0, 1, 1.001, 1.002, 1.5]) histogram.record(value, a);
      for (const value of [0.001, 3, 100_000]) histogram.record(value, B);
    };
    const [merged] = pointsOf(redact(await collect(record(A), views)));
    const [expected] = pointsOf(await collect(record(B), views));
    expect(merged?.value).toMatchObject({ count: 8, min: 0, max: 100_000, zeroCount: 1 });
    const value = merged?.value as ExponentialHistogram;
    expect(value.positive.bucketCounts.reduce((sum, count) => sum + count, 0)).toBe(7);
    expect(value.sum).toBeCloseTo(Number((expected?.value as ExponentialHistogram | undefined)?.sum));
  });

  test('metrics without secrets are handed on as they are', async () => {
    const metrics = await collect((meter) => meter.createCounter('c').add(1, OTHER));
    expect(redact(metrics)).toBe(metrics);
  });

  test('push exporters and readers see no secrets, even without an event loop', async () => {
    const redaction = new Redaction(maskingRedactor());
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const options = { exporter, intervalMillis: 60_000, collectTimeoutMillis: 1_000, redact: redaction.metrics };
    const pushing = new PushingMetricReader(options);
    const reader = redaction.reader(new ManualReader());
    const provider = new MeterProvider({ readers: [reader, pushing] });
    provider.getMeter('m').createCounter('c').add(1, A);
    expect(pointsOf((await reader.collect()).resourceMetrics)).toEqual([{ attributes: B, value: 1 }]);
    await provider.forceFlush();
    expect(pointsOf(exporter.getMetrics()[0] as ResourceMetrics)).toEqual([{ attributes: B, value: 1 }]);
    expect(pointsOf(pushing.drain()[0] as ResourceMetrics)).toEqual([{ attributes: B, value: 1 }]);
  });

  test('metrics that cannot be redacted are withheld', async () => {
    const metrics = await collect((meter) => meter.createCounter('c').add(1, A));
    const failing = {
      ...maskingRedactor(),
      redactAttributes: () => {
        throw new Error('no');
      },
    };
    expect(pointsOf(new Redaction(failing).metrics(metrics))).toEqual([]);
  });

  test('an attributes object that the application changes later is redacted again', async () => {
    const redaction = new Redaction(maskingRedactor());
    const reader = redaction.reader(new ManualReader());
    const counter = new MeterProvider({ readers: [reader] }).getMeter('m').createCounter('c');
    const attributes: Attributes = { id: 1 };
    counter.add(1, attributes);
    await reader.collect();
    attributes['user'] = 'secret';
    counter.add(1, attributes);
    expect(JSON.stringify((await reader.collect()).resourceMetrics.scopeMetrics)).not.toContain('secret');
  });
});
