import { describe, expect, test } from '@jest/globals';
import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import {
  AlwaysOffSampler,
  type ReadableSpan,
  type Sampler,
  SamplingDecision,
  type SpanLimits,
  type SpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { writeAttributes } from '../../../src/pipeline/encoding/any-value.ts';
import { type AttributeSource, attributeSourceOf } from '../../../src/pipeline/encoding/attribute-source.ts';
import { ItemEncoder, joinItems } from '../../../src/pipeline/encoding/encoded-item.ts';
import { writeSpan } from '../../../src/pipeline/encoding/span-encoding.ts';
import { isFailed } from '../../../src/pipeline/sampling/failed-span.ts';
import { LazyTracer } from '../../../src/pipeline/spans/lazy-tracer.ts';
import { decodeOtlp } from '../../../src/tools/receiver/decoding/otlp-decoder.ts';

const ATTRIBUTES = { 'http.request.method': 'GET', 'server.port': 80 };
const source = (attributes: Attributes = ATTRIBUTES): AttributeSource => ({
  toAttributes: () => ({ ...attributes }),
  isClean: () => true,
  write: (writer, tag) => writeAttributes(writer, tag, attributes),
});

interface Recorded extends SpanProcessor {
  readonly events: string[];
}

function recorder(): Recorded {
  const events: string[] = [];
  return {
    events,
    onStart: (span) => void events.push(`start ${span.name}`),
    onEnding: (span) => void events.push(`ending ${span.name} ${span.ended}`),
    onEnd: (span) => void events.push(`end ${span.name} ${span.ended}`),
    forceFlush: async () => {},
    shutdown: async () => {},
  };
}

function tracers({ limits, sampler }: { readonly limits?: SpanLimits; readonly sampler?: Sampler } = {}) {
  const processor = recorder();
  const tracer = new TracerProvider({
    spanProcessors: [processor],
    ...(limits && { spanLimits: limits }),
    ...(sampler && { sampler }),
  }).getTracer('tests', '1');
  return { tracer, lazy: LazyTracer.of(tracer), processor };
}

/** Both kinds of span, from the same start. */
function pair(limits: SpanLimits = {}): readonly [lazy: Span & ReadableSpan, official: Span & ReadableSpan] {
  const { tracer, lazy } = tracers({ limits });
  if (lazy === undefined) throw new Error('expected the tracer to be the SDK’s');
  return [
    lazy.startSpan('GET', SpanKind.SERVER, source(), ROOT_CONTEXT) as Span & ReadableSpan,
    tracer.startSpan('GET', { kind: SpanKind.SERVER, attributes: ATTRIBUTES }, ROOT_CONTEXT) as Span & ReadableSpan,
  ];
}

const key = fc.constantFrom('a', 'b', 'http.request.method', '');
const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(undefined, null, ['a', 'b'], { a: 1 }, ['a', 1]),
);
const attributes = fc.dictionary(key, value, { maxKeys: 3 });
const time = fc.constantFrom<unknown>([1_700_000_000, 5], new Date(1_700_000_000_123), 1_700_000_000_456);
const context = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: TraceFlags.SAMPLED };

/** Calls of a span's methods, as data. */
const call = fc.oneof(
  fc.tuple(fc.constant('setAttribute'), fc.tuple(key, value)),
  fc.tuple(fc.constant('setAttributes'), fc.tuple(attributes)),
  fc.tuple(fc.constant('addEvent'), fc.tuple(fc.string(), attributes, time)),
  fc.tuple(fc.constant('addEvent'), fc.tuple(fc.string(), time)),
  fc.tuple(fc.constant('addLink'), fc.tuple(fc.record({ context: fc.constant(context), attributes }))),
  fc.tuple(
    fc.constant('setStatus'),
    fc.tuple(fc.record({ code: fc.integer({ min: 0, max: 2 }), message: fc.option(fc.string(), { nil: undefined }) })),
  ),
  fc.tuple(fc.constant('updateName'), fc.tuple(fc.string())),
  fc.tuple(
    fc.constant('recordException'),
    fc.tuple(fc.constantFrom<unknown>(Object.assign(new Error('e'), { code: 7 }), 'text', { name: 'N' }), time),
  ),
  fc.tuple(fc.constant('end'), fc.tuple(time)),
);

const fieldsOf = (span: ReadableSpan): object => ({
  name: span.name,
  kind: span.kind,
  attributes: span.attributes,
  events: span.events,
  links: span.links,
  status: span.status,
  ended: span.ended,
  dropped: [span.droppedAttributesCount, span.droppedEventsCount, span.droppedLinksCount],
  scope: span.instrumentationScope,
});

describe('LazySpan', () => {
  test.each([
    {},
    { attributeCountLimit: 40, eventCountLimit: 2, linkCountLimit: 1, attributePerEventCountLimit: 1 },
    { eventCountLimit: 0, linkCountLimit: 0 },
  ])('is like the span of the SDK after the same calls, with limits %j', (limits) => {
    const property = fc.property(fc.array(call, { maxLength: 12 }), (calls) => {
      const spans = pair(limits);
      for (const [method, args] of calls)
        for (const span of spans) (span as unknown as Record<string, (...args: unknown[]) => void>)[method]?.(...args);
      const [lazy, official] = spans.map(fieldsOf);
      expect(lazy).toEqual(official);
    });
    fc.assert(property, { numRuns: 300 });
  });

  test('calls the processors as the SDK does', () => {
    const { tracer, lazy, processor } = tracers();
    lazy?.startSpan('span', SpanKind.SERVER, source(), ROOT_CONTEXT).end();
    const ours = processor.events.splice(0);
    tracer.startSpan('span').end();
    expect(ours).toEqual(processor.events);
  });

  test('has a start, an end and a duration', async () => {
    const before = Date.now();
    const [span] = pair();
    await new Promise((resolve) => setTimeout(resolve, 5));
    span.end();
    const millis = ([seconds, nanos]: readonly [number, number]): number => seconds * 1e3 + nanos / 1e6;
    expect(millis(span.startTime)).toBeGreaterThanOrEqual(before - 1);
    expect(millis(span.endTime)).toBeLessThanOrEqual(Date.now() + 1);
    expect(millis(span.duration)).toBeCloseTo(millis(span.endTime) - millis(span.startTime), 2);
    expect(millis(span.duration)).toBeGreaterThanOrEqual(4);
  });

  test('gives its source away only while it is all that there is to tell', () => {
    const changes: readonly ((span: Span & ReadableSpan) => void)[] = [
      (span) => span.setAttribute('a', 1),
      (span) => span.addEvent('event'),
      (span) => span.setStatus({ code: 2, message: 'secret' }),
      (span) => span.attributes,
    ];
    for (const change of changes) {
      const [span] = pair();
      expect(attributeSourceOf(span)).toBeDefined();
      change(span);
      expect(attributeSourceOf(span)).toBeUndefined();
    }
  });

  test('is encoded alike from its source and from its attributes', () => {
    const encoder = new ItemEncoder<ReadableSpan>(writeSpan);
    const [span] = pair();
    span.end();
    const fromSource = joinItems([encoder.encode(span)]);
    expect(span.attributes).toEqual(ATTRIBUTES);
    const fromAttributes = joinItems([encoder.encode(span)]);
    const decoded = decodeOtlp('traces', fromSource, 'application/x-protobuf');
    expect(decoded).toEqual(decodeOtlp('traces', fromAttributes, 'application/x-protobuf'));
    expect(decoded.spans[0]?.attributes).toEqual(ATTRIBUTES);
  });
});

describe('isFailed', () => {
  test('takes the status of a lazy span for its word, and makes no object of its attributes', () => {
    const [span] = pair();
    expect(isFailed(span)).toBe(false);
    expect(attributeSourceOf(span)).toBeDefined();
    span.setStatus({ code: 2 });
    expect(isFailed(span)).toBe(true);
    expect(attributeSourceOf(span)).toBeDefined();
  });

  test('sees exceptions of lazy spans', () => {
    const [span] = pair();
    span.recordException(new Error('failed'));
    expect(isFailed(span)).toBe(true);
  });
});

describe('LazyTracer', () => {
  const parentIn = (parent: object): Context => trace.setSpanContext(ROOT_CONTEXT, parent as never);

  test('continues the trace of its parent', () => {
    const { lazy } = tracers();
    const parent = { traceId: '3'.repeat(32), spanId: '4'.repeat(16), traceFlags: TraceFlags.SAMPLED, isRemote: true };
    const span = lazy?.startSpan('span', SpanKind.SERVER, source(), parentIn(parent)) as Span & ReadableSpan;
    expect(span.spanContext().traceId).toBe(parent.traceId);
    expect(span.parentSpanContext).toEqual(parent);
  });

  test.each([
    ['a parent that is not valid', () => parentIn({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 1 })],
    ['no parent', () => ROOT_CONTEXT],
  ])('begins a trace with %s', (_, base) => {
    const span = tracers().lazy?.startSpan('span', SpanKind.SERVER, source(), base()) as Span & ReadableSpan;
    expect(span.parentSpanContext).toBeUndefined();
    expect(span.spanContext()).toMatchObject({
      traceId: expect.stringMatching(/^(?!0{32})[\da-f]{32}$/),
      traceFlags: 1,
    });
  });

  test('records nothing that the sampler drops, or in a suppressed context', () => {
    const off = tracers({ sampler: new AlwaysOffSampler() }).lazy;
    expect(off?.startSpan('span', SpanKind.SERVER, source(), ROOT_CONTEXT).isRecording()).toBe(false);
    const suppressed = tracers().lazy?.startSpan('span', SpanKind.SERVER, source(), suppressTracing(ROOT_CONTEXT));
    expect(suppressed?.spanContext().traceId).toBe('0'.repeat(32));
  });

  test("adds the sampler's attributes", () => {
    const sampler = {
      shouldSample: () => ({ decision: SamplingDecision.RECORD, attributes: { 'sampler.said': 'yes' } }),
    };
    const span = tracers({ sampler }).lazy?.startSpan('span', SpanKind.SERVER, source(), ROOT_CONTEXT) as Span &
      ReadableSpan;
    expect(span.attributes).toEqual({ ...ATTRIBUTES, 'sampler.said': 'yes' });
    expect(span.spanContext().traceFlags).toBe(TraceFlags.NONE);
  });

  test('leaves tracers alone that are not of the SDK, or whose limits could cut attributes', () => {
    expect(LazyTracer.of(trace.getTracer('api'))).toBeUndefined();
    expect(tracers({ limits: { attributeCountLimit: 5 } }).lazy).toBeUndefined();
    expect(tracers({ limits: { attributeValueLengthLimit: 100 } }).lazy).toBeUndefined();
  });
});
