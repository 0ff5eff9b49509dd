import { afterEach, describe, expect, test } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { countAsSdk } from '../../../src/distribution/providers/sdk-metrics.ts';
import { countExports } from '../../../src/distribution/providers/self-metrics.ts';
import { ExportLedger, published } from '../../../src/pipeline/delivery/export-ledger.ts';

class PulledReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

afterEach(() => metrics.disable());

describe('metrics of the export ledger', () => {
  test('have the names of the SDK conventions, and nothing that never happened', async () => {
    const reader = new PulledReader();
    metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
    countExports();
    countAsSdk();
    const ledger = published(
      new ExportLedger({ signal: 'traces', destination: 'http://collector:4318', queueCapacity: 10 }),
    );
    published(new ExportLedger({ signal: 'logs', destination: 'http://collector:4318', queueCapacity: 10 }));
    ledger.sent(5);
    ledger.dropped('refused', 2);
    ledger.dropped('queue_full', 3);
    const { resourceMetrics } = await reader.collect();
    const points = resourceMetrics.scopeMetrics
      .flatMap((scope) => scope.metrics)
      .flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ attributes, value }) => [descriptor.name, value, attributes['error.type']]),
      );
    expect(points.filter(([name]) => String(name).startsWith('otel.sdk.'))).toEqual([
      ['otel.sdk.exporter.span.exported', 5, undefined],
      ['otel.sdk.exporter.span.exported', 2, 'refused'],
      ['otel.sdk.processor.span.processed', 7, undefined],
      ['otel.sdk.processor.span.processed', 3, 'queue_full'],
      ['otel.sdk.processor.span.queue.size', 0, undefined],
      ['otel.sdk.processor.span.queue.capacity', 10, undefined],
    ]);
    const sent = resourceMetrics.scopeMetrics
      .flatMap((scope) => scope.metrics)
      .find(({ descriptor }) => descriptor.name === 'otelier.export.sent');
    const destination = 'http://collector:4318';
    expect(sent?.dataPoints.map(({ attributes }) => attributes)).toEqual([
      { signal: 'traces', destination, 'otelier.signal': 'traces', 'otelier.destination': destination },
    ]);
  });
});
