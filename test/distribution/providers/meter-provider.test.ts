import { describe, expect, test } from '@jest/globals';
import { emptyResource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MetricReader,
  type ViewOptions,
} from '@opentelemetry/sdk-metrics';
import { createMeterProvider, type MeterParts } from '../../../src/distribution/providers/meter-provider.ts';
import { resolved } from '../../foundation/configuration/resolved.ts';
import { ROUTE } from './route.ts';

function create(environment: Readonly<Record<string, string>>, parts: Partial<MeterParts>) {
  const given = { resource: emptyResource(), exporters: [], readers: [], views: [], ...parts };
  return createMeterProvider(resolved(environment).config.metrics, given).provider;
}

class ManualReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

describe('createMeterProvider', () => {
  test.each([
    [{ OTEL_METRIC_EXPORT_INTERVAL: '50' }, true],
    [{}, false],
  ])('%j: exported within 300 ms: %p', async (environment, expected) => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const provider = create(environment, { exporters: [{ name: 'otlp', exporter, route: ROUTE }] });
    provider.getMeter('test').createCounter('c').add(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(exporter.getMetrics().length > 0).toBe(expected);
    await provider.shutdown();
  });

  test("a reader and views of the user's own", async () => {
    const reader = new ManualReader();
    const views: ViewOptions[] = [{ instrumentName: 'c', name: 'renamed' }];
    const provider = create({}, { readers: [reader], views });
    provider.getMeter('test').createCounter('c').add(2);
    const { resourceMetrics } = await reader.collect();
    const [metric] = resourceMetrics.scopeMetrics[0]?.metrics ?? [];
    expect([metric?.descriptor.name, metric?.dataPoints[0]?.value]).toEqual(['renamed', 2]);
  });
});
