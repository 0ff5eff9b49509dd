import { describe, expect, test } from '@jest/globals';
import {
  type DeepPartial,
  type MonitoringConfig,
  monitoringConfig,
  StreamMonitor,
} from '../../../../src/public/genai.ts';
import { feed, wholeStream } from '../stream-events.ts';

const DEFAULT = {
  enabled: true,
  sampling: { rate: 1, minDuration: 0, sampleErrors: true, sampleSlow: true, slowThreshold: 5 },
  metrics: {
    collectTokens: true,
    collectTiming: true,
    collectRetries: true,
    collectGuardrails: true,
    collectErrors: true,
    interTokenLatency: false,
    percentiles: [0.5, 0.9, 0.95, 0.99],
  },
  bufferSize: 100,
  flushInterval: 0,
  logLevel: 'info',
};

describe('monitoringConfig', () => {
  test('has the values of the presets', () => {
    expect(monitoringConfig.default()).toEqual(DEFAULT);
    expect(monitoringConfig.production()).toEqual({
      ...DEFAULT,
      sampling: { ...DEFAULT.sampling, rate: 0.1 },
      bufferSize: 1000,
      flushInterval: 30,
    });
    expect(monitoringConfig.development()).toEqual({
      ...DEFAULT,
      metrics: { ...DEFAULT.metrics, interTokenLatency: true },
      logLevel: 'debug',
    });
    const off = { collectTokens: false, collectTiming: false, collectRetries: false, collectGuardrails: false };
    expect(monitoringConfig.minimal()).toEqual({
      ...DEFAULT,
      sampling: { ...DEFAULT.sampling, rate: 0, sampleSlow: false },
      metrics: { ...DEFAULT.metrics, ...off },
    });
  });

  test('returns a new object for each preset', () => {
    monitoringConfig.default().metrics.percentiles.push(1);
    expect(monitoringConfig.default()).toEqual(DEFAULT);
  });

  test('merges given options into the defaults at every depth', () => {
    const given = {
      sampling: { rate: 0.5, minDuration: undefined },
      metrics: { percentiles: [1] },
      bufferSize: undefined,
    };
    expect(new StreamMonitor(given).config).toEqual({
      ...DEFAULT,
      sampling: { ...DEFAULT.sampling, rate: 0.5 },
      metrics: { ...DEFAULT.metrics, percentiles: [1] },
    });
    expect(new StreamMonitor().config).toEqual(DEFAULT);
  });

  test.each([
    [null, 'expected options to be an object, got null'],
    [{ sampling: 1 }, 'expected sampling to be an object, got 1'],
    [{ sampling: { rate: 1.1 } }, 'expected sampling.rate to be a number from 0 to 1, got 1.1'],
    [{ sampling: { rate: Number.NaN } }, 'expected sampling.rate to be a number from 0 to 1, got NaN'],
    [{ sampling: { slowThreshold: -1 } }, 'expected sampling.slowThreshold to be a number of seconds from 0, got -1'],
    [{ sampling: { sampleErrors: 'yes' } }, 'expected sampling.sampleErrors to be true or false, got "yes"'],
    [
      { sampling: { sample_errors: true } },
      'expected an option among rate, minDuration, sampleErrors, sampleSlow, slowThreshold, got "sampling.sample_errors"',
    ],
    [
      { metrics: { percentiles: [50] } },
      'expected metrics.percentiles to be a list of numbers from 0 to 1, got an array',
    ],
    [{ metrics: { collectTokens: 1 } }, 'expected metrics.collectTokens to be true or false, got 1'],
    [{ bufferSize: 0 }, 'expected bufferSize to be a whole number from 1, got 0'],
    [{ flushInterval: 3e6 }, 'expected flushInterval to be a number of seconds from 0 to 2147483, got 3000000'],
    [{ logLevel: 'trace' }, 'expected logLevel to be one of debug, info, warning, error, got "trace"'],
    [
      { toString: 1 },
      'expected an option among enabled, sampling, metrics, bufferSize, flushInterval, logLevel, got "toString"',
    ],
  ])('%j is refused', (config, message) => {
    const make = () => new StreamMonitor(config as DeepPartial<MonitoringConfig>);
    expect(make).toThrow(new TypeError(`StreamMonitor: ${message}`));
  });

  test.each([
    [{ onComplete: 1 }, 'expected onComplete to be a function, got 1'],
    [{ onFlush: 'x' }, 'expected onFlush to be a function, got "x"'],
    [{ streamTimeout: 0 }, 'expected streamTimeout to be a number of seconds above 0, got 0'],
    [{ maxActiveStreams: 1.5 }, 'expected maxActiveStreams to be a whole number from 1, got 1.5'],
    [
      { on_complete: () => 1 },
      'expected an option among onComplete, onFlush, streamTimeout, maxActiveStreams, got "on_complete"',
    ],
  ])('beside it, %j is refused', (options, message) => {
    expect(() => new StreamMonitor({}, options as object)).toThrow(new TypeError(`StreamMonitor: ${message}`));
  });

  test('omits only the part of each collect switch', () => {
    const events = [
      { type: 'SESSION_START', ts: 0 },
      { type: 'TOKEN', ts: 100, token: 'ab' },
      { type: 'TOKEN', ts: 200, token: 'ab' },
      { type: 'RETRY_ATTEMPT', ts: 300, attempt: 2, error: 'x' },
      { type: 'GUARDRAIL_RULE_RESULT', ts: 400, violation: { rule: 'r' } },
      { type: 'ERROR', ts: 500, error: 'x' },
      { type: 'COMPLETE', ts: 1_000 },
    ].map((event) => ({ ...event, streamId: 's' }));
    const recordWith = (metrics: object) =>
      feed(new StreamMonitor({ metrics: { interTokenLatency: true, ...metrics } }), events).getAllTelemetry()[0];
    const full = recordWith({});
    expect(full).toMatchObject({
      timing: { interTokenLatencies: [0.1] },
      contentLength: 4,
      retries: { totalRetries: 1 },
    });
    const { metrics, timing } = full ?? {};
    const noLatencies = { avgInterTokenLatency: null, p50InterTokenLatency: null };
    expect(recordWith({ collectTokens: false })).toEqual({
      ...full,
      metrics: { ...metrics, tokensPerSecond: null },
      contentLength: 0,
    });
    for (const off of [{ collectTiming: false }, { interTokenLatency: false }])
      expect(recordWith(off)).toEqual({
        ...full,
        timing: { ...timing, interTokenLatencies: [] },
        metrics: { ...metrics, ...noLatencies },
      });
    expect(recordWith({ collectRetries: false })).toEqual({
      ...full,
      retries: {
        attempt: 1,
        maxAttempts: 1,
        modelRetries: 0,
        networkRetries: 0,
        totalRetries: 0,
        lastError: null,
        lastErrorCategory: null,
      },
    });
    expect(recordWith({ collectGuardrails: false })).toEqual({
      ...full,
      guardrails: { rulesChecked: 0, violations: [], passed: true },
    });
    expect(recordWith({ collectErrors: false })?.error).toMatchObject({ occurred: false, message: null });
  });

  test('computes the requested percentiles of known values', () => {
    const monitor = new StreamMonitor({ metrics: { percentiles: [0, 0.5, 0.999, 1] } });
    expect(monitor.getAggregateMetrics()).toMatchObject({ count: 0, errorRate: 0, avgDuration: 0, avgTtft: null });
    expect(monitor.getAggregateMetrics().percentiles.duration).toEqual({
      p0: null,
      p50: null,
      'p99.9': null,
      p100: null,
    });
    for (let seconds = 1; seconds <= 10; seconds++) feed(monitor, wholeStream(`${seconds}`, seconds * 1_000));
    feed(monitor, [
      { type: 'SESSION_START', ts: 0, streamId: 'x' },
      { type: 'ABORT_COMPLETED', ts: 99_000, streamId: 'x' },
    ]);
    expect(monitor.getAggregateMetrics()).toEqual({
      count: 11,
      totalTokens: 10,
      totalDuration: 55,
      totalRetries: 0,
      errorCount: 0,
      errorRate: 0,
      completedCount: 10,
      completionRate: 10 / 11,
      avgTokens: 10 / 11,
      avgDuration: 5,
      avgTtft: 2.75,
      avgTokensPerSec: expect.closeTo(
        (1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5 + 1 / 6 + 1 / 7 + 1 / 8 + 1 / 9 + 1 / 10) / 10,
      ),
      percentiles: {
        duration: { p0: 1, p50: 6, 'p99.9': 10, p100: 10 },
        timeToFirstToken: { p0: 0.5, p50: 3, 'p99.9': 5, p100: 5 },
        tokensPerSecond: { p0: 0.1, p50: 1 / 5, 'p99.9': 1, p100: 1 },
      },
    });
  });
});
