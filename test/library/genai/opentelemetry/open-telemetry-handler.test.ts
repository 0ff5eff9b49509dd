import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { SpanStatusCode } from '@opentelemetry/api';
import { createOpenTelemetryHandler, SemanticAttributes } from '../../../../src/public/genai.ts';
import { recordTelemetry } from '../recorded-telemetry.ts';
import { COMPLETED, EVENTFUL, eventsOf, type Step } from '../sample-streams.ts';

const eventNames = (span: { events: readonly { name: string }[] } | undefined) => span?.events.map(({ name }) => name);

describe('createOpenTelemetryHandler', () => {
  test.each(['meta', 'flat'] as const)(
    'a completed stream, payload %s: one span with its figures, by the times of the events',
    async (shape) => {
      await using telemetry = recordTelemetry();
      const handler = createOpenTelemetryHandler({ ...telemetry.options, defaultAttributes: { env: 'production' } });
      for (const event of eventsOf('s1', COMPLETED, shape)) handler(event);
      const [span, ...others] = telemetry.spans();
      expect(others).toEqual([]);
      expect(span).toMatchObject({
        name: 'l0.stream',
        startTime: [1_760_000_000, 0],
        endTime: [1_760_000_001, 0],
        status: { code: SpanStatusCode.OK },
        attributes: {
          env: 'production',
          'l0.stream_id': 's1',
          [SemanticAttributes.L0_SESSION_ID]: 's1',
          [SemanticAttributes.LLM_REQUEST_MODEL]: 'gpt-4o',
          [SemanticAttributes.LLM_USAGE_OUTPUT_TOKENS]: 2,
          [SemanticAttributes.L0_STREAM_COMPLETED]: true,
          [SemanticAttributes.L0_RETRY_COUNT]: 0,
          [SemanticAttributes.L0_NETWORK_ERROR_COUNT]: 0,
          [SemanticAttributes.L0_GUARDRAIL_VIOLATION_COUNT]: 0,
          [SemanticAttributes.L0_DRIFT_DETECTED]: false,
          [SemanticAttributes.L0_TIME_TO_FIRST_TOKEN]: 450,
          [SemanticAttributes.L0_TOKENS_PER_SECOND]: 2,
          'l0.duration_ms': 1_000,
        },
      });
    },
  );

  test('records what happens in a stream as events without content', async () => {
    await using telemetry = recordTelemetry();
    const handler = createOpenTelemetryHandler(telemetry.options);
    for (const event of eventsOf('s1', EVENTFUL)) handler(event);
    const [span] = telemetry.spans();
    expect(eventNames(span)).toEqual([
      'network_error',
      'error',
      'retry',
      'checkpoint_saved',
      'fallback',
      'first_token',
      'tool_requested',
      'tool_completed',
      'guardrail_violation',
      'drift_detected',
    ]);
    const attributes = Object.fromEntries(span?.events.map(({ name, attributes }) => [name, attributes]) ?? []);
    expect(attributes).toMatchObject({
      network_error: { 'error.type': 'connection_dropped', 'error.message': 'socket hang up' },
      retry: { 'retry.attempt': 1, 'retry.reason': 'socket hang up', 'retry.is_network': true },
      fallback: { 'fallback.from_index': 0, 'fallback.to_index': 1, 'fallback.reason': 'model overloaded' },
      guardrail_violation: { 'guardrail.rule': 'json', 'guardrail.severity': 'error', 'guardrail.message': 'not JSON' },
      drift_detected: { 'drift.type': 'repetition', 'drift.confidence': 0.8 },
      tool_requested: { 'gen_ai.tool.name': 'search', 'gen_ai.tool.call.id': 'call_1' },
    });
    expect(span?.attributes).toMatchObject({
      [SemanticAttributes.L0_SESSION_ID]: 'chat-7',
      [SemanticAttributes.L0_RETRY_COUNT]: 1,
      [SemanticAttributes.L0_NETWORK_ERROR_COUNT]: 1,
      [SemanticAttributes.L0_GUARDRAIL_VIOLATION_COUNT]: 1,
      [SemanticAttributes.L0_DRIFT_DETECTED]: true,
      [SemanticAttributes.L0_FALLBACK_INDEX]: 1,
    });
    expect(JSON.stringify(span?.events) + JSON.stringify(span?.attributes)).not.toContain('CONTENT-OF');
  });

  test('without recordGuardrailViolations these are counted, but no events', async () => {
    await using telemetry = recordTelemetry();
    const handler = createOpenTelemetryHandler({ ...telemetry.options, recordGuardrailViolations: false });
    for (const event of eventsOf('s1', EVENTFUL)) handler(event);
    expect(eventNames(telemetry.spans()[0])).not.toContain('guardrail_violation');
    expect(telemetry.spans()[0]?.attributes[SemanticAttributes.L0_GUARDRAIL_VIOLATION_COUNT]).toBe(1);
  });

  const begin: Step = ['SESSION_START', 0, { model: 'm' }];
  const endings: [string, Step[], object][] = [
    [
      'an ERROR',
      [['ERROR', 50, { error: 'boom', category: 'network', code: 'ECONNRESET' }]],
      { code: SpanStatusCode.ERROR, message: 'boom' },
    ],
    [
      'an ERROR that halts',
      [['ERROR', 50, { error: 'boom', recoveryStrategy: 'halt' }]],
      { code: SpanStatusCode.ERROR, message: 'boom' },
    ],
    [
      'giving up',
      [['RETRY_GIVE_UP', 50, { attempts: 3, lastError: 'still 503' }]],
      { code: SpanStatusCode.ERROR, message: 'still 503' },
    ],
    ['an abort', [['ABORT_COMPLETED', 50, {}]], { code: SpanStatusCode.UNSET }],
    [
      'an ERROR and an abort after it',
      [
        ['ERROR', 50, { error: 'boom' }],
        ['ABORT_COMPLETED', 60],
      ],
      { code: SpanStatusCode.ERROR },
    ],
  ];

  test.each(endings)('%s ends the span', async (_, steps, status) => {
    await using telemetry = recordTelemetry();
    const handler = createOpenTelemetryHandler(telemetry.options);
    for (const event of eventsOf('s1', [begin, ...steps])) handler(event);
    expect(telemetry.spans()).toMatchObject([{ status }]);
    expect((await telemetry.points())['l0.active_streams']).toEqual([{ labels: {}, value: 0 }]);
  });

  test('an ERROR that is retried ends nothing, and one that is retried after all begins a span with a link', async () => {
    await using telemetry = recordTelemetry();
    const handler = createOpenTelemetryHandler(telemetry.options);
    const [start, retried, complete] = eventsOf('s1', [
      begin,
      ['ERROR', 10, { error: 'x', recoveryStrategy: 'retry' }],
      ['COMPLETE', 20],
    ]);
    for (const event of [start, retried, complete]) handler(event as never);
    expect(telemetry.spans()).toMatchObject([{ status: { code: SpanStatusCode.OK } }]);
    for (const event of eventsOf('s2', [
      begin,
      ['ERROR', 10, { error: 'x' }],
      ['RETRY_ATTEMPT', 15, { attempt: 1 }],
      ['COMPLETE', 20],
    ]))
      handler(event);
    const [, failed, again] = telemetry.spans();
    expect(again?.links).toMatchObject([{ context: { spanId: failed?.spanContext().spanId } }]);
  });

  test('interleaved streams do not share a span', async () => {
    await using telemetry = recordTelemetry();
    const handler = createOpenTelemetryHandler(telemetry.options);
    const streams = ['a', 'b', 'c'].map((id) =>
      eventsOf(id, [begin, ['RETRY_ATTEMPT', 10, { attempt: 1, reason: `of ${id}` }], ['COMPLETE', 20]]),
    );
    for (const step of [0, 1, 2]) for (const events of streams) handler(events[step] as never);
    const spans = telemetry.spans();
    expect(spans.map(({ attributes }) => attributes['l0.stream_id'])).toEqual(['a', 'b', 'c']);
    expect(spans.map(({ events }) => events.map(({ attributes }) => attributes?.['retry.reason']))).toEqual([
      ['of a'],
      ['of b'],
      ['of c'],
    ]);
    expect(new Set(spans.map((span) => span.spanContext().spanId)).size).toBe(3);
  });

  test('an abandoned stream ends after a silence, or when too many are open', async () => {
    await using telemetry = recordTelemetry();
    const handler = createOpenTelemetryHandler({ ...telemetry.options, streamTimeout: 0.05, maxActiveStreams: 2 });
    for (const id of ['a', 'b', 'c']) for (const event of eventsOf(id, [begin])) handler(event);
    expect(telemetry.spans()).toMatchObject([{ attributes: { 'l0.stream_id': 'a', 'l0.stream.status': 'abandoned' } }]);
    for (let waited = 0; telemetry.spans().length < 3 && waited < 400; waited++) await delay(25);
    expect(telemetry.spans()).toMatchObject([{}, {}, { status: { code: SpanStatusCode.ERROR } }]);
    expect((await telemetry.points())['l0.active_streams']).toEqual([{ labels: {}, value: 0 }]);
  });

  test('metrics of a stream have no ids among their labels', async () => {
    await using telemetry = recordTelemetry();
    const handler = createOpenTelemetryHandler(telemetry.options);
    for (const event of [...eventsOf('id-of-one', EVENTFUL), ...eventsOf('id-of-two', COMPLETED)]) handler(event);
    const points = await telemetry.points();
    expect(points).toMatchObject({
      'l0.requests': [{ labels: { model: 'gpt-4o', status: 'completed' }, value: 2 }],
      'l0.tokens': [{ labels: { model: 'gpt-4o' }, value: 3 }],
      'l0.retries': [{ labels: { model: 'gpt-4o', type: 'network' }, value: 1 }],
      'l0.guardrail_violations': [{ labels: { rule: 'json', severity: 'error' }, value: 1 }],
      'l0.fallbacks': [{ labels: { model: 'gpt-4o' }, value: 1 }],
      'l0.drift_detections': [{ labels: { model: 'gpt-4o', type: 'repetition' }, value: 1 }],
      'l0.duration': [{ value: 1.5 }],
      'l0.time_to_first_token': [{ value: expect.closeTo(0.85) }],
    });
    expect(JSON.stringify(points)).not.toMatch(/id-of|chat-7/);
  });

  test('tokens are traced only when asked for, their text only when asked for, and without secrets', async () => {
    const secret = `sk-proj-${randomBytes(24).toString('hex')}`;
    const steps: Step[] = [
      begin,
      ['TOKEN', 10, { token: 'Hello' }],
      ['TOKEN', 20, { token: `key ${secret}` }],
      ['COMPLETE', 30],
    ];
    const run = async (options: object) => {
      await using telemetry = recordTelemetry();
      const handler = createOpenTelemetryHandler({ ...telemetry.options, ...options });
      for (const event of eventsOf('s1', steps)) handler(event);
      const [stream, ...tokens] = telemetry.spans();
      const all = JSON.stringify([stream, ...tokens].map((span) => [span?.attributes, span?.events]));
      return {
        events: eventNames(stream)?.filter((name) => name === 'token').length,
        spans: tokens.map(({ name }) => name),
        all,
      };
    };
    expect(await run({ recordTokenContent: true })).toMatchObject({
      events: 0,
      spans: [],
      all: expect.not.stringContaining('Hello'),
    });
    const traced = await run({ traceTokens: true });
    expect(traced).toMatchObject({
      events: 2,
      spans: ['l0.token', 'l0.token'],
      all: expect.not.stringContaining('Hello'),
    });
    const told = await run({ traceTokens: true, recordTokenContent: true });
    expect(told.all).toContain('Hello');
    expect(told.all).toContain('[REDACTED:');
    expect(told.all).not.toContain(secret);
  });

  test('secrets in errors do not reach the span', async () => {
    const password = randomBytes(12).toString('hex');
    await using telemetry = recordTelemetry();
    const handler = createOpenTelemetryHandler(telemetry.options);
    const error = `connect to https://user:${password}@llm.example failed`;
    for (const event of eventsOf('s1', [begin, ['NETWORK_ERROR', 5, { error }], ['ERROR', 10, { error }]]))
      handler(event);
    const [span] = telemetry.spans();
    const all = JSON.stringify([span?.attributes, span?.events, span?.status]);
    expect(all).toContain('[REDACTED:');
    expect(all).not.toContain(password);
  });

  test('never throws, whatever the event, tracer or meter', () => {
    const broken = () => {
      throw new Error('broken');
    };
    const handler = createOpenTelemetryHandler({
      tracer: { startSpan: broken } as never,
      meter: { createCounter: broken } as never,
    });
    for (const event of [undefined, null, 1, {}, { type: 'TOKEN' }, ...eventsOf('s', COMPLETED)])
      expect(() => handler(event as never)).not.toThrow();
  });

  test.each([
    [{ traceTokens: 'yes' }, /traceTokens to be true or false, got "yes"/],
    [{ serviceName: '' }, /serviceName to be a text that is not empty, got ""/],
    [{ tracer: {} }, /tracer to be an OpenTelemetry tracer, with startSpan\(\), got an object/],
    [{ service_name: 'x' }, /expected an option among .*serviceName.*, got "service_name"/],
  ])('bad options throw: %p', (options, message) => {
    expect(() => createOpenTelemetryHandler(options as never)).toThrow(TypeError);
    expect(() => createOpenTelemetryHandler(options as never)).toThrow(message);
  });
});
