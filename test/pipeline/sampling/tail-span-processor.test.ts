import { describe, expect, test } from '@jest/globals';
import { createTraceState, type Span, TraceFlags } from '@opentelemetry/api';
import { SampledProgram } from './sampled-program.ts';

const ALL = { rate: 1, minDuration: 0.000_001 };

describe('what is kept', () => {
  test.each<readonly [string, (span: Span) => void, boolean]>([
    ['status ERROR', (span) => span.setStatus({ code: 2 }), true],
    ['a recorded exception', (span) => span.recordException(new Error('no')), true],
    ['HTTP 500', (span) => span.setAttribute('http.response.status_code', 500), true],
    ['HTTP 503 as yesterday', (span) => span.setAttribute('http.status_code', 503), true],
    ['HTTP 502 as text', (span) => span.setAttribute('http.response.status_code', '502'), true],
    ['HTTP 499', (span) => span.setAttribute('http.response.status_code', 499), false],
    ['status OK', (span) => span.setStatus({ code: 1 }), false],
    ['another event', (span) => span.addEvent('cache miss'), false],
    ['nothing special', () => {}, false],
  ])('an unsampled trace in which a child has %s', (_, mark, isKept) => {
    const program = new SampledProgram();
    const root = program.root();
    const [first, marked] = [program.child(root, 'first'), program.child(root, 'marked')];
    program.end(first);
    mark(marked);
    program.end(marked, program.child(marked, 'late'), root);
    expect(program.names).toEqual(isKept ? ['first', 'marked', 'late', 'root'] : []);
    expect(new Set(program.reasons)).toEqual(new Set(isKept ? ['error'] : []));
  });

  test.each([
    [5.001, ['child', 'root']],
    [5, []],
  ])('a trace of %d s with a threshold of 5', (seconds, names) => {
    const program = new SampledProgram();
    const root = program.root();
    program.end(program.child(root));
    program.wait(seconds);
    program.end(root);
    expect(program.names).toEqual(names);
    expect(program.reasons).toEqual(names.map(() => 'slow'));
  });

  test('not errors nor slow ones when they are not asked for', () => {
    const program = new SampledProgram({ sampleErrors: false, sampleSlow: false });
    const [failing, slow] = [program.root(), program.root()];
    program.fail(failing);
    program.wait(60);
    program.end(slow);
    expect(program.names).toEqual([]);
    expect(program.processor.counts).toMatchObject({ started: 2, dropped: 2, held: 0 });
  });

  test('an error in the share stands for itself, the others for as many as the rate says', () => {
    const program = new SampledProgram({ ...ALL, minDuration: 0, rate: 0.999_999 });
    const failing = program.root('failing');
    program.end(program.child(failing));
    program.fail(failing);
    program.end(program.root('plain'));
    const told = program.exported.map(({ name, attributes }) => [
      name,
      attributes['otelier.sampling.reason'],
      attributes['otelier.sampling.ratio'],
    ]);
    expect(told).toEqual([
      ['child', 'error', 1],
      ['failing', 'error', 1],
      ['plain', 'rate', 0.999_999],
    ]);
  });

  test.each([
    [1, false, ['rate']],
    [0.1, false, []],
    [0.1, true, ['error']],
  ])('minDuration 0.5: a sampled trace of %d s, failed: %s', (seconds, isFailed, reasons) => {
    const program = new SampledProgram({ rate: 1, minDuration: 0.5 });
    const root = program.root();
    program.wait(seconds);
    if (isFailed) program.fail(root);
    else program.end(root);
    expect(program.reasons).toEqual(reasons);
  });

  test('with everything kept nothing is held', () => {
    const program = new SampledProgram({ rate: 1 });
    const root = program.root();
    program.end(program.child(root));
    expect(program.names).toEqual(['child']);
    expect(program.reasons).toEqual(['rate']);
  });
});

describe('callers', () => {
  test('a sampled caller is followed, at once, and without a ratio when it has not said one', () => {
    const program = new SampledProgram({ minDuration: 10 });
    const root = program.called(TraceFlags.SAMPLED);
    program.end(program.child(root), root);
    expect(program.reasons).toEqual(['parent', 'parent']);
    expect(program.exported[0]?.attributes).not.toHaveProperty(['otelier.sampling.ratio']);
  });

  test('the ratio of a caller that says it', () => {
    const program = new SampledProgram();
    program.end(program.called(TraceFlags.SAMPLED, createTraceState('x=1,ot=rv:00;th:c')));
    expect(program.exported[0]?.attributes['otelier.sampling.ratio']).toBe(0.25);
  });

  test('an unsampled caller is followed, but for errors', () => {
    const program = new SampledProgram({ rate: 1, minDuration: 0 });
    program.end(program.called(TraceFlags.NONE));
    expect(program.names).toEqual([]);
    program.fail(program.called(TraceFlags.NONE));
    expect(program.reasons).toEqual(['error']);
  });

  test('a service that calls itself has two local roots, each with its own decision', () => {
    const program = new SampledProgram();
    const [outer, inner] = [program.called(TraceFlags.NONE), program.called(TraceFlags.NONE)];
    const [outerChild, innerChild] = [program.child(outer, 'of outer'), program.child(inner, 'of inner')];
    program.end(outerChild);
    program.fail(innerChild);
    program.end(inner, outer);
    expect(program.names).toEqual(['of inner', 'called']);
    expect(program.exported.every(({ spanContext }) => spanContext().traceFlags === 1)).toBe(true);
    expect(program.processor.counts).toMatchObject({ started: 2, kept: { error: 1 }, dropped: 1 });
  });
});

describe('late spans', () => {
  test('follow the decision, whether they started before or after it', () => {
    const program = new SampledProgram();
    for (const isFailed of [true, false]) {
      const root = program.root('root');
      const before = program.child(root, 'before');
      if (isFailed) program.fail(root);
      else program.end(root);
      program.end(before, program.child(root, 'after'), program.child(before, 'grandchild'));
    }
    expect(program.names).toEqual(['root', 'before', 'after', 'grandchild']);
    expect(program.processor.counts).toMatchObject({ started: 2, dropped: 1, kept: { error: 1 }, partial: 0 });
  });

  test('an error in a trace that was let go is exported with what comes after it, and says that it is a part', () => {
    const program = new SampledProgram();
    const root = program.root();
    const [early, late, later] = ['early', 'late', 'later'].map((name) => program.child(root, name)) as [
      Span,
      Span,
      Span,
    ];
    program.end(early, root);
    program.fail(late);
    program.end(later);
    expect(program.names).toEqual(['late', 'later']);
    expect(program.exported.map(({ attributes }) => attributes['otelier.sampling.partial'])).toEqual([true, true]);
    expect(program.processor.counts).toMatchObject({ dropped: 1, partial: 1, kept: { error: 0 } });
  });
});

describe('bounds', () => {
  test('of the traces: the oldest is let go and counted; its error is not lost', () => {
    const program = new SampledProgram({}, { maxTraces: 2 });
    const roots = ['a', 'b', 'c'].map((name) => program.root(name)) as [Span, Span, Span];
    expect(program.processor.counts).toMatchObject({ started: 3, evicted: 1, held: 2 });
    program.fail(program.child(roots[0], 'of a'));
    for (const root of roots) program.end(root);
    expect(program.names).toEqual(['of a', 'a']);
  });

  test('of the traces: one in the share, and one that is slow already, are kept', () => {
    const program = new SampledProgram({ rate: 0.999_999 }, { maxTraces: 1 });
    const first = program.root('in the share');
    program.end(program.child(first));
    program.wait(6);
    const second = program.root('second');
    expect(program.reasons).toEqual(['slow']);
    program.root('third');
    program.end(second, first);
    expect(program.reasons).toEqual(['slow', 'rate', 'slow']);
    expect(program.processor.counts).toMatchObject({ kept: { slow: 1, rate: 1 }, evicted: 0 });
  });

  test("of a trace's spans: those without room are counted, and the root says so", () => {
    const program = new SampledProgram({}, { maxSpansPerTrace: 2 });
    const root = program.root();
    program.end(...['1', '2', '3', '4'].map((name) => program.child(root, name)));
    expect(program.processor.counts).toMatchObject({ spansLost: 2, spansHeld: 2 });
    program.fail(root);
    expect(program.names).toEqual(['1', '2', 'root']);
    expect(program.exported.at(-1)?.attributes['otelier.sampling.spans_lost']).toBe(2);
  });

  test("of a trace's spans: one that is kept anyway loses none", () => {
    const program = new SampledProgram({ rate: 0.999_999 }, { maxSpansPerTrace: 2 });
    const root = program.root();
    program.end(...['1', '2', '3', '4'].map((name) => program.child(root, name)), root);
    expect(program.names).toEqual(['1', '2', '3', '4', 'root']);
    expect(program.processor.counts.spansLost).toBe(0);
  });

  test('of all spans', () => {
    const program = new SampledProgram({}, { maxSpans: 3 });
    const roots = [program.root(), program.root()];
    for (const root of roots) program.end(program.child(root), program.child(root));
    expect(program.processor.counts).toMatchObject({ evicted: 1, held: 1, spansHeld: 2 });
  });

  test('of the age: seen to when another trace starts', () => {
    const program = new SampledProgram({ sampleSlow: false }, { maxAgeMillis: 10_000 });
    program.end(program.child(program.root()));
    program.wait(10.001);
    expect(program.processor.counts).toMatchObject({ held: 1 });
    program.root();
    expect(program.processor.counts).toMatchObject({ held: 1, evicted: 1, spansHeld: 0 });
  });
});

describe('the end', () => {
  test('a flush exports what is known to be kept, and holds the rest', async () => {
    const program = new SampledProgram();
    const slow = program.root('slow');
    program.end(program.child(slow, 'of slow'));
    program.wait(6);
    const quick = program.root('quick');
    program.end(program.child(quick, 'of quick'));
    await program.processor.forceFlush();
    expect(program.names).toEqual(['of slow']);
    program.fail(quick);
    expect(program.names).toEqual(['of slow', 'of quick', 'quick']);
  });

  test('a shutdown decides on everything', async () => {
    const program = new SampledProgram({ rate: 0.999_999 });
    const root = program.root();
    program.end(program.child(root));
    await program.processor.shutdown();
    expect(program.processor.counts).toMatchObject({ started: 1, held: 0, spansHeld: 0, kept: { rate: 1 } });
  });

  test('what is not known to be kept is counted as dropped', () => {
    const program = new SampledProgram();
    program.end(program.child(program.root()));
    program.processor.settle();
    expect(program.names).toEqual([]);
    expect(program.processor.counts).toMatchObject({ started: 1, held: 0, spansHeld: 0, dropped: 1 });
  });
});

test('the span itself is not changed, and its view is whole', () => {
  const program = new SampledProgram();
  const root = program.root();
  root.setAttribute('a', 1);
  program.fail(root);
  const [view] = program.exported;
  expect(root.spanContext().traceFlags).toBe(TraceFlags.NONE);
  expect((root as unknown as { attributes: object }).attributes).toEqual({ a: 1 });
  expect(view).toMatchObject({
    name: 'root',
    ended: true,
    attributes: { a: 1 },
    status: { code: 2 },
    droppedEventsCount: 0,
  });
  expect(view?.spanContext()).toMatchObject({ spanId: root.spanContext().spanId, traceFlags: TraceFlags.SAMPLED });
});
