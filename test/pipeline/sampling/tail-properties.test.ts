import { describe, expect, test } from '@jest/globals';
import { ROOT_CONTEXT, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import fc from 'fast-check';
import { SampledProgram } from './sampled-program.ts';

type Step =
  | { readonly do: 'root' }
  | { readonly do: 'child' | 'end' | 'fail'; readonly of: number }
  | { readonly do: 'wait'; readonly seconds: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ do: 'root' } as const) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('child' as const), of: fc.nat() }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('end' as const), of: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const), of: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 4 }) }) },
);

const options = fc.record({
  rate: fc.constantFrom(0, 0.5, 1),
  minDuration: fc.constantFrom(0, 3),
  sampleErrors: fc.boolean(),
  sampleSlow: fc.boolean(),
  slowThreshold: fc.constantFrom(2, 5),
});

interface Made {
  readonly span: Span;
  readonly root: Span;
}

/** Does the steps, then ends what is open, children first. Answers all spans with their local roots. */
function perform(program: SampledProgram, steps: readonly Step[]): readonly Made[] {
  const made: Made[] = [];
  const open = (): Made[] => made.filter(({ span }) => span.isRecording());
  for (const each of steps) {
    if (each.do === 'wait') program.wait(each.seconds);
    else if (each.do === 'root') {
      const span = program.root();
      made.push({ span, root: span });
    } else if (each.do === 'child' && made.length > 0) {
      // Of any span, ended or not.
      const parent = made[each.of % made.length] as Made;
      made.push({ span: program.child(parent.span), root: parent.root });
    } else if (open().length > 0) {
      const { span } = open()[(each as { of: number }).of % open().length] as Made;
      if (each.do === 'fail') program.fail(span);
      else program.end(span);
    }
  }
  for (const { span } of open().toReversed()) program.end(span);
  return made;
}

const idOf = (span: Pick<Span, 'spanContext'>): string => span.spanContext().spanId;

describe('TailSpanProcessor, whatever happens', () => {
  test('a local trace is exported whole or not at all, but for one that says it is a part; and the counts add up', () => {
    fc.assert(
      fc.property(options, fc.array(step, { maxLength: 60 }), (sampling, steps) => {
        const program = new SampledProgram(sampling);
        const made = perform(program, steps);
        const exported = new Map(program.exported.map((span) => [idOf(span), span]));
        expect(exported.size).toBe(program.exported.length);
        let partial = 0;
        for (const [, spans] of Map.groupBy(made, ({ root }) => idOf(root))) {
          const kept = spans.flatMap(({ span }) => exported.get(idOf(span)) ?? []);
          const isPartial = kept.some(({ attributes }) => attributes['otelier.sampling.partial'] === true);
          if (isPartial) partial++;
          else expect([0, spans.length]).toContain(kept.length);
          expect(new Set(kept.map(({ attributes }) => attributes['otelier.sampling.reason'])).size).toBeLessThanOrEqual(
            1,
          );
        }
        const { started, kept, dropped, evicted, held, spansHeld, spansLost, ...counts } = program.processor.counts;
        const sum = Object.values(kept).reduce((total, count) => total + count, 0);
        expect({ sum: sum + dropped + evicted, held, spansHeld, spansLost }).toEqual({
          sum: started,
          held: 0,
          spansHeld: 0,
          spansLost: 0,
        });
        expect(started).toBe(new Set(made.map(({ root }) => root)).size);
        expect(counts.partial).toBe(partial);
      }),
      { numRuns: 500 },
    );
  });

  test('no bound is exceeded at any time, nothing is counted twice, and no error is missing', () => {
    const limits = fc.record({
      maxTraces: fc.integer({ min: 1, max: 4 }),
      maxSpansPerTrace: fc.integer({ min: 1, max: 4 }),
      maxSpans: fc.integer({ min: 1, max: 8 }),
      maxAgeMillis: fc.constantFrom(1_000, 10_000),
    });
    fc.assert(
      fc.property(limits, fc.array(step, { maxLength: 60 }), (bounds, steps) => {
        const program = new SampledProgram({}, bounds);
        const failed: string[] = [];
        const fail = program.fail.bind(program);
        program.fail = (span) => {
          failed.push(idOf(span));
          fail(span);
        };
        const check = program.end.bind(program);
        program.end = (...spans) => {
          check(...spans);
          const { held, spansHeld } = program.processor.counts;
          expect(held).toBeLessThanOrEqual(bounds.maxTraces);
          expect(spansHeld).toBeLessThanOrEqual(bounds.maxSpans);
        };
        perform(program, steps);
        const exported = program.exported.map(idOf);
        expect(failed.filter((id) => !exported.includes(id))).toEqual([]);
        const { started, kept, dropped, evicted, held } = program.processor.counts;
        expect(kept.error + kept.slow + dropped + evicted).toBe(started);
        expect(held).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  test('requests that run at the same time do not mix', async () => {
    const program = new SampledProgram({ sampleSlow: false });
    const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const request = async (number: number): Promise<void> => {
      const root = program.root(`request ${number}`);
      for (let part = 0; part < 5; part++) {
        const child = program.tracer.startSpan(`part of ${number}`, {}, trace.setSpan(ROOT_CONTEXT, root));
        await tick();
        if (number % 10 === 0 && part === 2) child.setStatus({ code: SpanStatusCode.ERROR });
        child.end();
      }
      root.end();
    };
    await Promise.all(Array.from({ length: 1_000 }, (_, number) => request(number)));
    const byTrace = Map.groupBy(program.exported, (span) => span.spanContext().traceId);
    expect(byTrace.size).toBe(100);
    for (const spans of byTrace.values())
      expect(new Set(spans.map(({ name }) => name.replace(/\D+/, ''))).size).toBe(1);
    expect(program.exported).toHaveLength(600);
  });
});
