// Whatever comes: it is left out, or folded, and counted; never thrown.
import { expect, test } from '@jest/globals';
import { Tracer } from '../../../src/library/monitor/tracing/tracer.ts';
import { RecordedSpans } from './recorded-spans.ts';

type Call = (tracer: Tracer) => unknown;

const COUNTED: readonly (readonly [string, Call])[] = [
  [
    'finishing a span twice',
    (tracer) => {
      const span = tracer.startSpan('s');
      span.finish();
      tracer.finishSpan(span);
    },
  ],
  [
    'finishing a trace twice',
    (tracer) => {
      const id = tracer.startTrace('t');
      tracer.finishTrace(id);
      tracer.finishTrace(id);
    },
  ],
  ['finishing an unknown span', (tracer) => tracer.finishSpan('0123456789abcdef')],
  ['finishing nothing', (tracer) => tracer.finishSpan(undefined as never)],
  ['finishing an unknown trace', (tracer) => tracer.finishTrace('nope')],
  ['a tag of an unknown span', (tracer) => tracer.addSpanTag('nope', 'a', 1)],
  ['a log of an unknown span', (tracer) => tracer.addSpanLog('nope', 'a')],
  [
    'a tag of a finished span',
    (tracer) => {
      const span = tracer.startSpan('s');
      span.finish();
      span.setAttribute('a', 1);
    },
  ],
  ['a tag without a name', (tracer) => tracer.startSpan('s').setAttribute('', 1)],
  ['a log without a message', (tracer) => tracer.startSpan('s').addEvent(undefined as never)],
  ['an empty name', (tracer) => tracer.startSpan('')],
  ['an unknown parent', (tracer) => tracer.startSpan('s', { parentSpanId: 'nope' })],
  ['an unknown trace', (tracer) => tracer.startSpan('s', { traceId: 'nope' })],
  ['a trace id that is none', (tracer) => tracer.startTrace('t', { traceId: 5 as never })],
  ['a status that is none', (tracer) => tracer.startSpan('s').finish({ status: 'FINE' as never })],
  [
    'a span never finished',
    (tracer) => {
      const id = tracer.startTrace('t');
      tracer.startSpan('s');
      tracer.finishTrace(id);
    },
  ],
  ['exporting an unknown trace', (tracer) => tracer.exportJaeger('nope')],
  ['a format that is none', (tracer) => tracer.exportTrace(tracer.startTrace('t'), 'xml' as never)],
];

test.each(COUNTED)('%s is counted', (_, call) => {
  const tracer = new Tracer();
  expect(() => call(tracer)).not.toThrow();
  expect(tracer.droppedCount).toBe(1);
});

test('attributes that throw, options that are null', () => {
  const tracer = new Tracer();
  const attributes = {
    get a(): string {
      throw new Error('no');
    },
  };
  expect(() =>
    tracer
      .startSpan('s', { attributes })
      .addEvent('e', attributes)
      .finish(null as never),
  ).not.toThrow();
  expect(() => tracer.startTrace('t', null as never)).not.toThrow();
});

test('an unfinished span is exported with its trace', () => {
  using sdk = new RecordedSpans();
  const tracer = new Tracer();
  const id = tracer.startTrace('t');
  tracer.startSpan('forgotten');
  tracer.finishTrace(id);
  expect(sdk.all.map(({ name }) => name)).toEqual(['forgotten', 't']);
  expect(tracer.counts).toEqual({ spans: 2, activeSpans: 0, activeTraces: 0 });
});

test('clear() in the middle: the span is exported when it is finished, and counted', () => {
  using sdk = new RecordedSpans();
  const tracer = new Tracer();
  const id = tracer.startTrace('t');
  const span = tracer.startSpan('s');
  tracer.clear();
  expect(tracer.counts).toEqual({ spans: 0, activeSpans: 0, activeTraces: 0 });
  span.finish();
  tracer.finishTrace(id);
  expect(sdk.all.map(({ name }) => name)).toEqual(['s']);
  expect(tracer.droppedCount).toBe(2);
  expect(tracer.startSpan('new').parentSpanId).toBeUndefined();
});

test('the latest traces are kept, those that go on rather than those that are over', () => {
  const tracer = new Tracer({ maxTraces: 10 });
  const long = tracer.startTrace('long');
  for (let i = 0; i < 100; i++) {
    const id = tracer.startTrace(`t${i}`, { traceId: `own ${i}` });
    tracer.finishTrace(id);
  }
  expect(tracer.counts).toEqual({ spans: 10, activeSpans: 1, activeTraces: 1 });
  expect([tracer.getTrace('own 90'), tracer.droppedCount]).toEqual([undefined, 91]);
  expect(tracer.getTrace('own 99')).toBeDefined();
  tracer.finishTrace(long);
  expect(tracer.droppedCount).toBe(91);
});

test('traces that nobody finishes are ended when they have to go', () => {
  using sdk = new RecordedSpans();
  const tracer = new Tracer({ maxTraces: 10 });
  for (let i = 0; i < 1_000; i++) tracer.startTrace(`t${i}`);
  expect(tracer.counts).toEqual({ spans: 10, activeSpans: 10, activeTraces: 10 });
  expect(sdk.all).toHaveLength(990);
});

test('spans that go on are not ended for want of room', async () => {
  using sdk = new RecordedSpans();
  const tracer = new Tracer({ maxTraces: 10 });
  const gate = Promise.withResolvers<void>();
  const running = Array.from({ length: 30 }, (_, i) =>
    tracer.span(`s${i}`, async (span) => {
      await gate.promise;
      span.setAttribute('last', true);
      throw new Error('late');
    }),
  );
  expect(sdk.all).toHaveLength(0);
  gate.resolve();
  await Promise.allSettled(running);
  expect(sdk.all.map(({ status, attributes }) => [status.code, attributes['last']])).toEqual(Array(30).fill([2, true]));
});

test('traces that are over go first, however many go on', () => {
  const tracer = new Tracer({ maxTraces: 500 });
  const open = Array.from({ length: 300 }, () => tracer.startSpan('goes on'));
  for (let i = 0; i < 2_000; i++) tracer.span('over', () => {});
  expect(open.every(({ spanId }) => tracer.getSpan(spanId) !== undefined)).toBe(true);
});

test('a trace of too many spans keeps the first 1000 and exports all', () => {
  using sdk = new RecordedSpans();
  const tracer = new Tracer();
  const id = tracer.startTrace('t');
  for (let i = 0; i < 1_500; i++) tracer.span('s', () => {});
  tracer.finishTrace(id);
  expect([tracer.getTraceSpans(id).length, sdk.all.length, tracer.droppedCount]).toEqual([1_000, 1_501, 501]);
  expect(tracer.counts.activeSpans).toBe(0);
});

test.each([
  [{ maxTraces: 0 }, 'expected maxTraces to be a whole number from 1, got 0'],
  [{ serviceName: ' ' }, 'expected serviceName to be a non-empty string, got " "'],
  [{ service: 'x' }, 'expected an option among serviceName, maxTraces, got "service"'],
])('options that are wrong throw: %j', (options, message) => {
  expect(() => new Tracer(options as never)).toThrow(message);
});
