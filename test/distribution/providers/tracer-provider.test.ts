import { describe, expect, test } from '@jest/globals';
import type { Link } from '@opentelemetry/api';
import { emptyResource } from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  InMemorySpanExporter,
  type ReadableSpan,
  type SpanExporter,
  type SpanProcessor,
  type TracerProvider,
} from '@opentelemetry/sdk-trace';
import { createTracerProvider, type TracerParts } from '../../../src/distribution/providers/tracer-provider.ts';
import { resolved } from '../../foundation/configuration/resolved.ts';
import { ROUTE } from './route.ts';

function create(environment: Readonly<Record<string, string>>, parts: Partial<TracerParts>): TracerProvider {
  const none = { exporters: [], processors: [] };
  const given = { resource: emptyResource(), sampler: new AlwaysOnSampler(), ...none, ...parts };
  return createTracerProvider(resolved(environment).config.traces, given).provider;
}

const noting = (notes: string[], name: string): SpanProcessor => ({
  onStart: () => void notes.push(name),
  onEnd: () => {},
  forceFlush: async () => {},
  shutdown: async () => {},
});

/** Notes the size of each export. */
class CountingExporter implements SpanExporter {
  readonly sizes: number[] = [];
  export(spans: ReadableSpan[], done: (result: { code: number }) => void): void {
    this.sizes.push(spans.length);
    done({ code: 0 });
  }
  async shutdown(): Promise<void> {}
}

describe('createTracerProvider', () => {
  test('processors run in their order', () => {
    const notes: string[] = [];
    const provider = create({}, { processors: [noting(notes, 'first'), noting(notes, 'second')] });
    provider.getTracer('test').startSpan('span').end();
    expect(notes).toEqual(['first', 'second']);
  });

  test('the console shows a span when it ends, other exporters get batches', () => {
    const [console, otlp] = [new InMemorySpanExporter(), new InMemorySpanExporter()];
    const provider = create(
      {},
      {
        exporters: [
          { name: 'console', exporter: console },
          { name: 'otlp', exporter: otlp, route: ROUTE },
        ],
      },
    );
    provider.getTracer('test').startSpan('span').end();
    expect([console, otlp].map((exporter) => exporter.getFinishedSpans().length)).toEqual([1, 0]);
  });

  async function exported(environment: Readonly<Record<string, string>>, count: number, waitMillis: number) {
    const exporter = new CountingExporter();
    const tracer = create(environment, { exporters: [{ name: 'otlp', exporter, route: ROUTE }] }).getTracer('test');
    for (let index = 0; index < count; index++) tracer.startSpan('span').end();
    await new Promise((resolve) => setTimeout(resolve, waitMillis));
    return exporter.sizes;
  }

  test.each([
    [{ OTEL_BSP_SCHEDULE_DELAY: '20' }, 3, 200, [3]],
    [{}, 3, 100, []],
    [{ OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2', OTEL_BSP_SCHEDULE_DELAY: '20' }, 5, 200, [2, 2, 1]],
    [{ OTEL_BSP_MAX_QUEUE_SIZE: '4', OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '4', OTEL_BSP_SCHEDULE_DELAY: '20' }, 4, 100, [4]],
  ])('batches under %j: %d spans after %d ms', async (environment, count, waitMillis, sizes) => {
    expect(await exported(environment, count, waitMillis)).toEqual(sizes);
  });

  const LIMITS = {
    OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '2',
    OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '3',
    OTEL_SPAN_EVENT_COUNT_LIMIT: '1',
    OTEL_SPAN_LINK_COUNT_LIMIT: '1',
    OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: '1',
    OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: '1',
  };
  const MANY = { a: 'abcdef', b: '2', c: '3', d: '4' };

  test.each([
    [LIMITS, { a: 'abc', b: '2' }, 1, 1, 1],
    [{}, MANY, 2, 2, 4],
  ])('limits %j', (environment, attributes, events, links, perEvent) => {
    const exporter = new InMemorySpanExporter();
    const provider = create(environment, { exporters: [{ name: 'console', exporter }] });
    const link: Link = {
      context: { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 },
      attributes: MANY,
    };
    const span = provider.getTracer('test').startSpan('span', { attributes: MANY, links: [link, link] });
    span?.addEvent('one', MANY).addEvent('two', MANY).end();
    const [ended] = exporter.getFinishedSpans();
    expect(ended?.attributes).toEqual(attributes);
    expect([ended?.events.length, ended?.links.length]).toEqual([events, links]);
    expect(Object.keys(ended?.events.at(-1)?.attributes ?? {})).toHaveLength(perEvent);
    expect(Object.keys(ended?.links.at(-1)?.attributes ?? {})).toHaveLength(perEvent);
  });
});
