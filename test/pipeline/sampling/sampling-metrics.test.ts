import { afterEach, describe, expect, test } from '@jest/globals';
import { metrics, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { presets } from '../../../src/foundation/configuration/settings/sampling-presets.ts';
import { createTailSampling } from '../../../src/pipeline/sampling/preset-sampling.ts';

class PulledReader extends MetricReader {
  async onShutdown(): Promise<void> {}
  async onForceFlush(): Promise<void> {}
}

afterEach(() => metrics.disable());

function create() {
  const reader = new PulledReader();
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  const exporter = new InMemorySpanExporter();
  const { sampler, holdBefore } = createTailSampling(presets.production);
  const processor = holdBefore(new SimpleSpanProcessor({ exporter }));
  const tracer = new TracerProvider({ sampler, spanProcessors: [processor] }).getTracer('test');
  const collect = async () => {
    const { resourceMetrics } = await reader.collect();
    return (name: string) =>
      resourceMetrics.scopeMetrics
        .flatMap((scope) => scope.metrics)
        .filter(({ descriptor }) => descriptor.name === name)
        .flatMap(({ dataPoints }) => dataPoints as { attributes: object; value: unknown }[]);
  };
  return { tracer, exporter, processor, collect };
}

describe('SamplingMetrics', () => {
  test('1000 requests at 10 %: requests, errors and durations are exact', async () => {
    const { tracer, exporter, processor, collect } = create();
    for (let number = 0; number < 1_000; number++) {
      const root = tracer.startSpan('GET /orders', { kind: SpanKind.SERVER, startTime: [1_000, 0] });
      if (number % 50 === 0) root.setStatus({ code: SpanStatusCode.ERROR });
      root.end([1_000, 2e8]);
    }
    const pointsOf = await collect();
    const kind = { 'span.name': 'GET /orders', 'span.kind': 'SPAN_KIND_SERVER' };
    expect(pointsOf('otelier.trace.duration').map(({ attributes, value }) => ({ attributes, value }))).toEqual([
      { attributes: { ...kind, 'status.code': 'STATUS_CODE_ERROR' }, value: expect.objectContaining({ count: 20 }) },
      { attributes: { ...kind, 'status.code': 'STATUS_CODE_UNSET' }, value: expect.objectContaining({ count: 980 }) },
    ]);
    const [, fine] = pointsOf('otelier.trace.duration');
    expect(fine?.value).toMatchObject({ sum: expect.closeTo(196, 3) });
    expect(exporter.getFinishedSpans().length).toBeLessThan(300);
    const scaled = exporter
      .getFinishedSpans()
      .reduce((sum, { attributes }) => sum + 1 / Number(attributes['otelier.sampling.ratio']), 0);
    // Five times the standard deviation.
    expect(Math.abs(scaled - 1_000)).toBeLessThan(500);
    const { kept, dropped } = processor.counts;
    const traces = pointsOf('otelier.sampling.traces').map(({ attributes, value }) => [attributes, value]);
    expect(traces).toContainEqual([{ decision: 'kept', reason: 'error' }, 20]);
    expect(traces).toContainEqual([{ decision: 'kept', reason: 'rate' }, kept.rate]);
    expect(traces).toContainEqual([{ decision: 'dropped' }, dropped]);
    expect(kept.rate + dropped).toBe(980);
  });

  test('names without end become one', async () => {
    const { tracer, collect } = create();
    for (let number = 0; number < 1_000; number++) tracer.startSpan(`GET /orders/${number}`).end();
    const points = (await collect())('otelier.trace.duration');
    expect(points).toHaveLength(201);
    expect(
      points.find(({ attributes }) => 'span.name' in attributes && attributes['span.name'] === '_OTHER')?.value,
    ).toMatchObject({
      count: 800,
    });
  });
});
