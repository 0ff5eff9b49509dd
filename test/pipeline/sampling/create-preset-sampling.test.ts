import { describe, expect, test } from '@jest/globals';
import { ROOT_CONTEXT, type Span, TraceFlags, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { InMemorySpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { createPresetSampling, presets, type SamplingOptions } from '../../../src/public/sampling.ts';

function createService(options: SamplingOptions) {
  const exporter = new InMemorySpanExporter();
  const { sampler, spanProcessor } = createPresetSampling(options, { exporter });
  const provider = new TracerProvider({ sampler, spanProcessors: [spanProcessor] });
  return { exporter, spanProcessor, provider, tracer: provider.getTracer('test') };
}

describe('createPresetSampling', () => {
  test('the presets', () => {
    expect(presets).toEqual({
      production: { rate: 0.1, minDuration: 0, sampleErrors: true, sampleSlow: true, slowThreshold: 5 },
      development: { rate: 1, minDuration: 0, sampleErrors: true, sampleSlow: true, slowThreshold: 5 },
      minimal: { rate: 0, minDuration: 0, sampleErrors: true, sampleSlow: false, slowThreshold: 5 },
    });
    expect([presets, ...Object.values(presets)].every(Object.isFrozen)).toBe(true);
  });

  const exporter = new InMemorySpanExporter();
  test.each<readonly [string, unknown, unknown]>([
    ['the second argument to be an object of parts, got undefined', presets.minimal, undefined],
    [
      'exporter to be a SpanExporter, with the methods export and shutdown, got an object',
      presets.minimal,
      { exporter: {} },
    ],
    ['exporter to be a SpanExporter, with the methods export and shutdown, got undefined', presets.minimal, {}],
    ['maxTraces to be a whole number from 1, got 0', presets.minimal, { exporter, maxTraces: 0 }],
    ['maxSpansPerTrace to be a whole number from 1, got 1.5', presets.minimal, { exporter, maxSpansPerTrace: 1.5 }],
    ['an option among exporter, maxTraces, maxSpansPerTrace, got "maxSpan"', presets.minimal, { exporter, maxSpan: 1 }],
    ['options to be an object, got "production"', 'production', { exporter }],
    ['rate to be a number from 0 to 1, got 10', { ...presets.minimal, rate: 10 }, { exporter }],
    ['rate to be a number from 0 to 1, got NaN', { ...presets.minimal, rate: Number.NaN }, { exporter }],
    ['rate to be a number from 0 to 1, got undefined', {}, { exporter }],
    ['minDuration to be a number of seconds from 0, got "1"', { ...presets.minimal, minDuration: '1' }, { exporter }],
    ['slowThreshold to be a number of seconds from 0, got -1', { ...presets.minimal, slowThreshold: -1 }, { exporter }],
    ['sampleErrors to be true or false, got 1', { ...presets.minimal, sampleErrors: 1 }, { exporter }],
    ['sampleSlow to be true or false, got null', { ...presets.minimal, sampleSlow: null }, { exporter }],
  ])('createPresetSampling throws: expected %s', (message, options, parts) => {
    const call = (): unknown => createPresetSampling(options as SamplingOptions, parts as never);
    expect(call).toThrow(new TypeError(`createPresetSampling: expected ${message}`));
  });

  test('5,000 failing traces at once all arrive', async () => {
    const { tracer, provider, exporter: sink, spanProcessor } = createService(presets.minimal);
    for (let number = 0; number < 5_000; number++) tracer.startSpan('work').setStatus({ code: 2 }).end();
    await provider.forceFlush();
    expect(sink.getFinishedSpans()).toHaveLength(5_000);
    expect(spanProcessor.counts).toMatchObject({ started: 5_000, kept: { error: 5_000 } });
    await provider.shutdown();
  });

  test('two services agree about each trace of the share, and a caller is followed', () => {
    const propagator = new W3CTraceContextPropagator();
    const [shop, stock] = [createService(presets.production), createService(presets.production)];
    const alike: boolean[] = [];
    const sampledIn = (span: Span): boolean => (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
    for (let number = 0; number < 2_000; number++) {
      const order = shop.tracer.startSpan('order', { root: true });
      const headers: Record<string, string> = {};
      propagator.inject(trace.setSpan(ROOT_CONTEXT, order), headers, {
        set: (carrier, key, value) => {
          (carrier as Record<string, string>)[key] = value;
        },
      });
      const caller = propagator.extract(ROOT_CONTEXT, headers, {
        get: (carrier, key) => (carrier as Record<string, string>)[key],
        keys: (carrier) => Object.keys(carrier as object),
      });
      const reserve = stock.tracer.startSpan('reserve', {}, caller);
      alike.push(sampledIn(order) === sampledIn(reserve));
      reserve.end();
      order.end();
    }
    expect(new Set(alike)).toEqual(new Set([true]));
    const { kept } = stock.spanProcessor.counts;
    expect(kept.parent).toBe(shop.spanProcessor.counts.kept.rate);
    // Far beyond chance.
    expect(Math.abs(kept.parent - 200)).toBeLessThan(75);
  });

  test('two services that have nothing but the trace id agree, too', () => {
    const samplers = [0, 1].map(() => createPresetSampling(presets.production, { exporter }).sampler);
    const decisions = Array.from({ length: 500 }, (_, number) => {
      const traceId = (number * 2_654_435_761).toString(16).padStart(32, '7e');
      return samplers.map((sampler) => sampler.shouldSample(ROOT_CONTEXT, traceId, 'work', 0, {}, []).decision);
    });
    expect(decisions.filter(([one, other]) => one !== other)).toEqual([]);
    expect(new Set(decisions.flat())).toEqual(new Set([1, 2]));
  });

  test('memory: traces whose roots never end hold no more than the limits say', () => {
    const { sampler, spanProcessor } = createPresetSampling(presets.production, {
      exporter,
      maxTraces: 100,
      maxSpansPerTrace: 10,
    });
    const tracer = new TracerProvider({ sampler, spanProcessors: [spanProcessor] }).getTracer('test');
    for (let number = 0; number < 2_000; number++) {
      const context = trace.setSpan(ROOT_CONTEXT, tracer.startSpan('never ends', { root: true }));
      for (let part = 0; part < 20; part++) tracer.startSpan('part', {}, context).end();
    }
    const { held, spansHeld, evicted, started, kept } = spanProcessor.counts;
    expect(held).toBeLessThanOrEqual(100);
    expect(spansHeld).toBeLessThanOrEqual(1_000);
    expect(evicted + kept.rate + held).toBe(started);
  });
});
