import { describe, expect, test } from '@jest/globals';
import { StreamMonitor, type Telemetry } from '../../../../src/public/genai.ts';
import { feed, type ShortEvent, START, streamOf, wholeStream } from '../stream-events.ts';

/** The record of one stream of these events. */
function record(events: readonly ShortEvent[], config = {}): Telemetry {
  const found = feed(new StreamMonitor(config), streamOf('s', ...events)).getTelemetry('s');
  if (found === undefined) throw new Error('expected a record, got none');
  return found;
}

describe('StreamMonitor', () => {
  test('records count, time to first token, rate, content length and times of a token stream', () => {
    const telemetry = record([
      [0, 'SESSION_START', { model: 'm', session_id: 'session' }],
      [300, 'TOKEN', { token: 'Hé' }],
      [400, 'TOKEN', { meta: { text: ' 😀' } }],
      [500, 'TOKEN', { value: '!' }],
      [1_000, 'COMPLETE'],
    ]);
    expect(telemetry).toMatchObject({
      streamId: 's',
      sessionId: 'session',
      model: 'm',
      timing: { startedAt: new Date(START), completedAt: new Date(START + 1_000), duration: 1, timeToFirstToken: 0.3 },
      metrics: { tokenCount: 3, tokensPerSecond: 3, timeToFirstToken: 0.3, avgInterTokenLatency: null },
      contentLength: 5,
      completed: true,
      aborted: false,
    });
    expect(telemetry.timing.interTokenLatencies).toEqual([]);
  });

  test("prefers the figures of a stream's end to counted ones", () => {
    const { metrics, timing, contentLength } = record([
      [0, 'SESSION_START'],
      [100, 'TOKEN', { token: 'a' }],
      [1_000, 'COMPLETE', { tokenCount: 20, contentLength: 90, durationMs: 2_000 }],
    ]);
    expect([metrics.tokenCount, contentLength, timing.duration, metrics.tokensPerSecond]).toEqual([20, 90, 2, 10]);
  });

  test('uses the readiness of the last attempt when there are no tokens', () => {
    const events: ShortEvent[] = [
      [0, 'SESSION_START'],
      [200, 'STREAM_READY'],
      [900, 'STREAM_READY'],
      [1_000, 'COMPLETE'],
    ];
    expect(record(events).timing.timeToFirstToken).toBe(0.9);
    expect(record([...events.slice(0, 3), [950, 'TOKEN'], [1_000, 'COMPLETE']]).timing.timeToFirstToken).toBe(0.95);
  });

  const tokensAt = (...times: number[]): ShortEvent[] => times.map((time) => [time, 'TOKEN']);
  const latency = { metrics: { interTokenLatency: true } };

  test('takes percentiles at floor(n × share) of the sorted latencies', () => {
    const gaps = Array.from({ length: 100 }, (_, index) => index + 1);
    const times = [0, ...gaps.map((gap) => (gap * (gap + 1)) / 2)];
    const few = record([[0, 'SESSION_START'], ...tokensAt(...times.slice(0, 10)), [9_000, 'COMPLETE']], latency);
    expect(few.timing.interTokenLatencies).toEqual(gaps.slice(0, 9).map((gap) => gap / 1_000));
    expect(few.metrics).toMatchObject({ avgInterTokenLatency: 0.005, p50InterTokenLatency: 0.005 });
    expect([few.metrics.p90InterTokenLatency, few.metrics.p99InterTokenLatency]).toEqual([null, null]);
    const more = record([[0, 'SESSION_START'], ...tokensAt(...times.slice(0, 11)), [9_000, 'COMPLETE']], latency);
    expect([more.metrics.p90InterTokenLatency, more.metrics.p99InterTokenLatency]).toEqual([0.01, null]);
    const all = record([[0, 'SESSION_START'], ...tokensAt(...times), [9_000, 'COMPLETE']], latency);
    expect([all.metrics.p50InterTokenLatency, all.metrics.p90InterTokenLatency]).toEqual([0.051, 0.091]);
    expect(all.metrics.p99InterTokenLatency).toBe(0.1);
  });

  test('counts the wait for a retry as no latency', () => {
    for (const between of ['RETRY_ATTEMPT', 'ATTEMPT_START', 'STREAM_INIT', 'STREAM_READY', 'SESSION_START']) {
      const again: ShortEvent = [5_000, between, { isRetry: true }];
      const events: ShortEvent[] = [[0, 'SESSION_START'], ...tokensAt(10, 20), again, ...tokensAt(6_000, 6_030)];
      expect(record(events, latency).timing.interTokenLatencies).toEqual([0.01, 0.03]);
    }
  });

  test('bounds latencies and violations, but not counts', () => {
    const tokens = tokensAt(...Array.from({ length: 50_000 }, (_, index) => index));
    const results = Array.from(
      { length: 2_000 },
      (): ShortEvent => [1, 'GUARDRAIL_RULE_RESULT', { violation: { rule: 'r' } }],
    );
    const { metrics, timing, guardrails } = record(
      [[0, 'SESSION_START'], ...tokens, ...results, [60_000, 'COMPLETE']],
      latency,
    );
    expect(metrics.tokenCount).toBe(50_000);
    expect(timing.interTokenLatencies.length).toBeGreaterThanOrEqual(10_000);
    expect(timing.interTokenLatencies.length).toBeLessThan(20_000);
    expect(guardrails.violations).toHaveLength(1_000);
  });

  test('keeps concurrent streams apart', () => {
    const monitor = new StreamMonitor(latency);
    const one = streamOf('1', [0, 'SESSION_START', { model: 'a' }], ...tokensAt(100, 200), [400, 'COMPLETE']);
    const two = streamOf('2', [50, 'SESSION_START'], [60, 'ERROR', { error: 'x' }], ...tokensAt(90), [
      95,
      'ABORT_COMPLETED',
    ]);
    feed(monitor, [...one.slice(0, 2), ...two, ...one.slice(2)]);
    expect(monitor.getAllTelemetry().map(({ streamId, model }) => [streamId, model])).toEqual([
      ['2', undefined],
      ['1', 'a'],
    ]);
    expect(monitor.getTelemetry('1')).toMatchObject({
      timing: { interTokenLatencies: [0.1] },
      error: { occurred: false },
    });
    expect(monitor.getTelemetry('2')).toMatchObject({
      metrics: { tokenCount: 1 },
      aborted: true,
      error: { occurred: true },
    });
    expect(monitor.getTelemetry()?.streamId).toBe('1');
  });

  test('shows the telemetry of an open stream', () => {
    const monitor = feed(new StreamMonitor(), wholeStream('s').slice(0, 2));
    expect(monitor.getTelemetry()).toMatchObject({
      completed: false,
      metrics: { tokenCount: 1, timeToFirstToken: 0.5 },
    });
    expect(monitor.getAllTelemetry()).toEqual([]);
  });

  test('distinguishes network retries from model retries', () => {
    const retry = (payload: object): ShortEvent => [1, 'RETRY_ATTEMPT', payload as Record<string, unknown>];
    const { retries } = record([
      [0, 'RETRY_START', { maxAttempts: 6 }],
      retry({ attempt: 1, category: 'network', error: 'a' }),
      retry({ attempt: 2, isNetwork: true, reason: 'b' }),
      retry({ attempt: 3, meta: { is_network: true } }),
      retry({ attempt: 4, category: 'provider', isNetwork: true }),
      retry({ attempt: 5, category: 'transient' }),
      retry({ attempt: 6, isNetwork: false, error: new Error('c') }),
    ]);
    expect(retries).toEqual({
      attempt: 6,
      maxAttempts: 6,
      modelRetries: 2,
      networkRetries: 4,
      totalRetries: 6,
      lastError: 'c',
      lastErrorCategory: 'transient',
    });
  });

  test.each([
    [{ error: 'x' }, { message: 'x', category: null, code: null, stack: null, recoverable: false }],
    [{ error: Object.assign(new Error('x'), { code: 7, stack: 'at y' }) }, { message: 'x', code: '7', stack: 'at y' }],
    [
      { error: { message: 'x', code: 'E' }, error_code: 'F' },
      { message: 'x', code: 'F' },
    ],
    [
      { error: { why: 'x' }, recoverable: true },
      { message: '{"why":"x"}', recoverable: true },
    ],
    [
      { message: 'x', failureType: 'timeout', recoveryStrategy: 'fallback' },
      { message: 'x', category: 'transient', recoverable: true },
    ],
    [
      { error: 'x', failure_type: 'unknown', recovery_strategy: 'halt' },
      { category: null, recoverable: false },
    ],
  ])('an error is read from %j', (payload, error) => {
    expect(record([[0, 'ERROR', payload]]).error).toMatchObject({ occurred: true, ...error });
  });

  test('records violations in a list, single ones and failed rules', () => {
    const { guardrails } = record([
      [0, 'GUARDRAIL_RULE_START'],
      [1, 'GUARDRAIL_RULE_RESULT', { passed: true, violation: null }],
      [2, 'GUARDRAIL_RULE_START'],
      [3, 'GUARDRAIL_RULE_RESULT', { violations: [{ rule: 'json', position: 3 }, 'too long'] }],
      [4, 'GUARDRAIL_RULE_RESULT', { passed: false, violation: { rule: 'x' } }],
    ]);
    expect(guardrails).toEqual({
      rulesChecked: 2,
      violations: [{ rule: 'json', position: 3 }, { message: 'too long' }, { rule: 'x' }],
      passed: false,
    });
    expect(record([[0, 'GUARDRAIL_RULE_RESULT', { passed: false }]]).guardrails).toMatchObject({
      passed: false,
      violations: [],
    });
  });

  test('gives an aborted stream a duration if it delivered a token', () => {
    const broken = (...between: ShortEvent[]) => record([[0, 'SESSION_START'], ...between, [800, 'ABORT_COMPLETED']]);
    expect(broken([100, 'STREAM_READY']).timing.duration).toBeNull();
    expect(broken([400, 'TOKEN']).timing.duration).toBe(0.8);
    expect(broken([400, 'TOKEN']).metrics.tokensPerSecond).toBe(1.25);
  });

  test('records no negative times when clocks go backwards', () => {
    const { timing } = record([[500, 'SESSION_START'], ...tokensAt(100, 50), [0, 'COMPLETE']], latency);
    expect([timing.timeToFirstToken, timing.duration, timing.interTokenLatencies]).toEqual([0, 0, [0]]);
  });

  test.each(['RETRY_GIVE_UP', 'SESSION_END'])('%s ends a stream, and later events still change its record', (type) => {
    const ended: Telemetry[] = [];
    const monitor = new StreamMonitor({ bufferSize: 2 }, { onComplete: (telemetry) => ended.push(telemetry) });
    feed(monitor, streamOf('s', [0, 'SESSION_START'], [10, 'TOKEN'], [20, type, { lastError: 'still 503' }]));
    expect(monitor.getAllTelemetry()).toMatchObject([{ aborted: false, timing: { duration: 0.02 } }]);
    feed(monitor, streamOf('s', [30, 'ERROR', { error: 'still 503' }], [50, 'ABORT_COMPLETED']));
    expect(monitor.getAllTelemetry()).toMatchObject([
      { aborted: true, timing: { duration: 0.05 }, error: { message: 'still 503' } },
    ]);
    expect(ended).toEqual(monitor.getAllTelemetry());
  });

  test.each([{ recoverable: false }, { recoveryStrategy: 'halt' }])('ends a stream at an error with %j', (payload) => {
    const monitor = feed(
      new StreamMonitor(),
      streamOf('s', [0, 'SESSION_START'], [9, 'ERROR', { error: 'x', ...payload }]),
    );
    expect(monitor.getAllTelemetry()).toMatchObject([{ completed: false, error: { message: 'x' } }]);
  });

  test('ignores late events, and accepts the id again', () => {
    const monitor = feed(new StreamMonitor(), [...wholeStream('s'), ...wholeStream('s').slice(1)]);
    expect(monitor.getAllTelemetry()).toHaveLength(1);
    expect(monitor.getStatistics()).toMatchObject({ lateEvents: 2, keptStreams: 1, activeStreams: 0 });
    feed(monitor, wholeStream('s', 4_000));
    expect(monitor.getAllTelemetry().map(({ timing }) => timing.duration)).toEqual([1, 4]);
    expect(monitor.getTelemetry('s')?.timing.duration).toBe(4);
  });

  test('continues a stream whose session starts again for a retry or fallback', () => {
    const again: ShortEvent[] = [
      [500, 'SESSION_START', { isRetry: true }],
      [600, 'SESSION_START', { meta: { is_fallback: true } }],
    ];
    expect(record([[0, 'SESSION_START'], ...again, [1_000, 'COMPLETE']]).timing.duration).toBe(1);
  });

  test('counts bad data and accepts unknown types', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no');
        },
        ownKeys: () => {
          throw new Error('no');
        },
      },
    );
    const monitor = new StreamMonitor();
    const bad = [null, undefined, 1, 'x', [], {}, hostile, { type: 'TOKEN', ts: 1 }, { type: 'TOKEN', streamId: 's' }];
    feed(monitor, [
      ...bad,
      { type: 'TOKEN', streamId: 's', ts: Number.NaN },
      { type: 'TOKEN', streamId: 's', ts: 1e300 },
    ]);
    expect(monitor.getStatistics()).toMatchObject({ badEvents: 11, events: 0 });
    const odd = {
      error: hostile,
      code: cyclic,
      model: 7,
      violations: [hostile, cyclic],
      state: hostile,
      tokenCount: -1,
      duration: '9',
    };
    feed(
      monitor,
      streamOf(
        's',
        ...['SESSION_START', 'MADE_UP', 'ERROR', 'GUARDRAIL_RULE_RESULT', 'COMPLETE'].map(
          (type): ShortEvent => [0, type, odd],
        ),
      ),
    );
    expect(monitor.getTelemetry('s')).toMatchObject({
      completed: true,
      metrics: { tokenCount: 0 },
      timing: { duration: 0 },
    });
    expect(monitor.getTelemetry('s')?.model).toBeUndefined();
    expect(monitor.getStatistics()).toMatchObject({ badEvents: 11, events: 5, unknownEvents: 1 });
  });

  test('has a bound handleEvent, records nothing when disabled and nothing after clear', () => {
    const { handleEvent } = new StreamMonitor();
    expect(() => handleEvent({ type: 'TOKEN', ts: 1, streamId: 's' })).not.toThrow();
    expect(feed(new StreamMonitor({ enabled: false }), wholeStream('s')).getAllTelemetry()).toEqual([]);
    const monitor = feed(new StreamMonitor(), [...wholeStream('s'), ...wholeStream('t').slice(0, 1)]);
    monitor.clear();
    expect([monitor.getAllTelemetry(), monitor.getTelemetry(), monitor.getTelemetry('s')]).toEqual([
      [],
      undefined,
      undefined,
    ]);
    expect(monitor.getStatistics()).toMatchObject({ events: 0, activeStreams: 0 });
  });
});
