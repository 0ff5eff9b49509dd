import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { PushingMetricReader } from '../../../src/pipeline/delivery/metric-reader.ts';

function create(intervalMillis = 60_000, temporality = AggregationTemporality.CUMULATIVE) {
  const exporter = new InMemoryMetricExporter(temporality);
  const reader = new PushingMetricReader({ exporter, intervalMillis, collectTimeoutMillis: 1_000 });
  const provider = new MeterProvider({ readers: [reader] });
  const meter = provider.getMeter('test');
  meter.createObservableGauge('gauge').addCallback((result) => result.observe(7));
  const counter = meter.createCounter('counter');
  counter.add(2, { a: 'b' });
  return { exporter, reader, provider, counter };
}

const values = (metrics: ResourceMetrics | undefined): Record<string, unknown> =>
  Object.fromEntries(
    (metrics?.scopeMetrics ?? []).flatMap(({ metrics }) =>
      metrics.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints.map(({ value }) => value)]),
    ),
  );
const ALL = { counter: [2], gauge: [7] };

describe('PushingMetricReader', () => {
  test('pushes at its interval, with the temporality of its exporter', async () => {
    const { exporter, provider } = create(20, AggregationTemporality.DELTA);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const [first, second] = exporter.getMetrics();
    expect(values(first)).toEqual(ALL);
    expect(values(second)).toEqual({ gauge: [7] });
    await provider.shutdown();
  });

  test('a flush pushes once; so does a shutdown, and nothing follows', async () => {
    const { exporter, reader, provider } = create();
    await provider.forceFlush();
    expect(exporter.getMetrics().map(values)).toEqual([ALL]);
    await provider.shutdown();
    expect(reader.drain()).toEqual([]);
  });

  test('without the event loop: what synchronous instruments hold, and what observable ones last reported', async () => {
    const never = create();
    expect(values(never.reader.drain()[0])).toEqual({ counter: [2] });
    expect(never.reader.drain()).toEqual([]);
    const before = create();
    await before.provider.forceFlush();
    before.counter.add(1, { a: 'b' });
    expect(values(before.reader.drain()[0])).toEqual({ counter: [3], gauge: [7] });
  });

  test('collected before the event loop ended: observable instruments, too', async () => {
    const { reader } = create();
    reader.prepareEnd();
    for (let index = 0; index < 50; index++) await Promise.resolve();
    expect(values(reader.drain()[0])).toEqual(ALL);
  });

  test('what was collected for an end that did not come is exported', async () => {
    const { exporter, reader } = create(60_000, AggregationTemporality.DELTA);
    reader.prepareEnd();
    await turn();
    await turn();
    expect(exporter.getMetrics().map(values)).toEqual([ALL]);
  });

  test('a reader without a provider has nothing to say', () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PushingMetricReader({ exporter, intervalMillis: 1_000, collectTimeoutMillis: 1_000 });
    reader.prepareEnd();
    expect(reader.drain()).toEqual([]);
  });

  /** Fails, in a way that is tried again, as long as it is told to. */
  class FickleExporter extends InMemoryMetricExporter {
    isDown = true;

    override export(...[metrics, done]: Parameters<InMemoryMetricExporter['export']>): void {
      if (this.isDown) done({ code: 1, error: new Error('down'), isTransient: true } as never);
      else super.export(metrics, done);
    }
  }

  test.each([
    ['delta: each collection arrives later, in its order', AggregationTemporality.DELTA, [[1], [2], [4]]],
    ['cumulative: the next collection has it all', AggregationTemporality.CUMULATIVE, [[7]]],
  ] as const)('an outage, %s', async (_, temporality, arrived) => {
    const exporter = new FickleExporter(temporality);
    const reader = new PushingMetricReader({ exporter, intervalMillis: 60_000, collectTimeoutMillis: 1_000 });
    const provider = new MeterProvider({ readers: [reader] });
    const counter = provider.getMeter('test').createCounter('counter');
    for (const value of [1, 2]) {
      counter.add(value);
      await provider.forceFlush().catch(() => {});
    }
    counter.add(4);
    exporter.isDown = false;
    await provider.forceFlush();
    expect(exporter.getMetrics().map((metrics) => values(metrics)['counter'])).toEqual(arrived);
  });

  test('deltas that were never delivered are there at the end', async () => {
    const exporter = new FickleExporter(AggregationTemporality.DELTA);
    const reader = new PushingMetricReader({ exporter, intervalMillis: 60_000, collectTimeoutMillis: 1_000 });
    const provider = new MeterProvider({ readers: [reader] });
    const counter = provider.getMeter('test').createCounter('counter');
    for (let round = 0; round < 70; round++) {
      counter.add(1);
      await provider.forceFlush().catch(() => {});
    }
    counter.add(2);
    // The first ten had to go.
    expect(reader.drain().map((metrics) => values(metrics)['counter'])).toEqual([...Array(60).fill([1]), [2]]);
  });
});
