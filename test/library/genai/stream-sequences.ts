// Sequences of events as the L0 runtime could send them, of several streams at once.
import fc from 'fast-check';
import type { StreamEvent } from '../../../src/public/genai.ts';

/** A case in the shape that programs/l0-monitor.py reads. */
export interface SequenceCase {
  readonly config: {
    readonly buffer_size: number;
    readonly metrics: Readonly<Record<'collect_retries' | 'collect_guardrails' | 'collect_errors', boolean>>;
  };
  readonly events: readonly StreamEvent[];
  readonly prefix: string;
  readonly labels: Readonly<Record<string, string>> | null;
}

interface Step {
  readonly type: string;
  readonly meta: Readonly<Record<string, unknown>>;
}

const category = fc.constantFrom('network', 'transient', 'model', 'content', 'provider', 'fatal', 'internal');
const words = fc.constantFrom('boom', 'still 503', 'a, "quoted" one', 'two\nlines', '=1+1', 'héllo 😀', '');
const step = (type: string, meta: Record<string, fc.Arbitrary<unknown>> = {}, required: string[] = []) =>
  fc.record({ type: fc.constant(type), meta: fc.record(meta, { requiredKeys: required }) });
const violation = fc.record({ rule: words, message: words, severity: fc.constantFrom('warning', 'error') });

const middle: fc.Arbitrary<Step> = fc.oneof(
  step('STREAM_INIT', { model: fc.constantFrom('gpt-4o', 'm') }),
  step('STREAM_READY'),
  step('ATTEMPT_START', { attempt: fc.nat(5) }),
  step('RETRY_START', { max_attempts: fc.integer({ min: 1, max: 9 }) }),
  step('RETRY_ATTEMPT', { attempt: fc.integer({ min: 1, max: 9 }), category, error: words }),
  step('RETRY_GIVE_UP', { error: words }),
  step('GUARDRAIL_RULE_START'),
  step('GUARDRAIL_RULE_RESULT', { violations: fc.array(violation, { maxLength: 3 }) }),
  step('ERROR', { error: words, category, code: fc.constantFrom('ECONNRESET', 'E1'), recoverable: fc.boolean() }),
  step('CHECKPOINT_SAVED', { model: fc.constant('late') }),
  step('TOOL_START'),
);
const state = fc.record(
  {
    token_count: fc.nat(5_000),
    content: fc.oneof(words, fc.string({ unit: 'grapheme', maxLength: 40 })),
    // In tenths of milliseconds: a rate over next to nothing is infinite there, which is no JSON.
    duration: fc.nat(500_000).map((tenths) => tenths / 10_000),
  },
  { requiredKeys: [] },
);
const end: fc.Arbitrary<Step> = fc.oneof(
  step('COMPLETE', { state }),
  step('COMPLETE', { state }, ['state']),
  step('ABORT_COMPLETED'),
);

const stream: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    step('SESSION_START', { model: fc.constantFrom('gpt-4o', 'a,b'), session_id: fc.constant('session 1') }),
    fc.array(middle, { maxLength: 12 }),
    end,
  )
  .map(([start, between, last]) => [start, ...between, last]);

/** Streams of whole lives, their events mixed, the clock going on from event to event. */
export const events: fc.Arbitrary<readonly StreamEvent[]> = fc
  .tuple(fc.array(stream, { minLength: 1, maxLength: 5 }), fc.infiniteStream(fc.nat(3_000)))
  .map(([streams, chance]) => {
    const left = streams.map((steps, index) => ({ streamId: `stream ${index}`, steps: [...steps] }));
    const mixed: StreamEvent[] = [];
    for (let ts = 1_760_000_000_000; ; ts += chance.next().value) {
      const waiting = left.filter(({ steps }) => steps.length > 0);
      const turn = waiting[chance.next().value % Math.max(1, waiting.length)];
      const next = turn?.steps.shift();
      if (turn === undefined || next === undefined) return mixed;
      mixed.push({ ...next, ts, streamId: turn.streamId });
    }
  });

export const sequenceCase: fc.Arbitrary<SequenceCase> = fc.record({
  config: fc.record({
    buffer_size: fc.integer({ min: 1, max: 6 }),
    metrics: fc.record({
      collect_retries: fc.boolean(),
      collect_guardrails: fc.boolean(),
      collect_errors: fc.boolean(),
    }),
  }),
  events,
  prefix: fc.constantFrom('l0', 'my_app'),
  labels: fc.constantFrom(null, { environment: 'production' }, { model: 'mine' }),
});
