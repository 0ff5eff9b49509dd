// Endless lists, hostile proxies and revoked objects in the arguments of otelier/genai: every call returns, and none throws into the application.
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  combine,
  createOpenTelemetryHandler,
  createSentryHandler,
  observeStream,
  type StreamEvent,
  StreamMonitor,
  toDict,
  toLogFormat,
} from '../../../src/public/genai.ts';
import { recordDiagnostics } from '../../foundation/diagnostics/recorded-diagnostics.ts';
import { registerTelemetry } from './registered-telemetry.ts';

const telemetry = registerTelemetry();
beforeEach(() => telemetry.reset());
afterAll(() => telemetry[Symbol.asyncDispose]());

/** An iterable without an end, which is no array. */
const ENDLESS = {
  *[Symbol.iterator]() {
    for (;;) yield { index: 0, delta: { content: 'x' } };
  },
};
/** An array with a length, but no end of items. */
const endlessArray = () =>
  new Proxy([{ delta: { content: 'x' } }], {
    get: (target, key) => (key === 'length' ? 2 ** 53 : (Reflect.get(target, key) ?? target[0])),
  });
const revoked = (() => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
})();
const throwing = Object.defineProperty({}, 'choices', {
  get: () => {
    throw new Error('no');
  },
});

const HOSTILE: readonly (readonly [string, unknown])[] = [
  ['an endless iterable as choices', { choices: ENDLESS }],
  ['an endless array as choices', { choices: endlessArray() }],
  ['endless tool calls', { choices: [{ delta: { tool_calls: endlessArray() } }] }],
  ['an endless iterable as tool calls', { choices: [{ delta: { tool_calls: ENDLESS } }] }],
  ['choices of null', { choices: [null, undefined, 7] }],
  ['a getter that throws', throwing],
  // An async generator cannot yield a revoked proxy itself.
  ['a revoked proxy as choices', { choices: revoked }],
  ['an endless output', { type: 'response.completed', response: { status: 'completed', output: endlessArray() } }],
];

describe('observeStream', () => {
  test.each(HOSTILE)('passes on %s', async (_, chunk) => {
    async function* stream() {
      yield { choices: [{ index: 0, delta: { content: 'x' } }] };
      yield chunk;
    }
    const seen: unknown[] = [];
    for await (const each of observeStream(stream(), { model: 'm', provider: 'openai' })) seen.push(each);
    expect(seen).toHaveLength(2);
    expect(seen[1] === chunk).toBe(true);
    expect(telemetry.spans()).toHaveLength(1);
  });

  test('logs one line for any number of unreadable chunks and abandoned streams', async () => {
    const said = recordDiagnostics();
    async function* stream() {
      for (let i = 0; i < 50; i++) yield throwing;
    }
    const onEvent = () => {
      throw new Error('no');
    };
    for (let i = 0; i < 20; i++)
      for await (const _ of observeStream(stream(), { model: 'm', provider: 'openai', onEvent }));
    expect(said.errors.length + said.warnings.length).toBeLessThanOrEqual(1);
  });
});

describe('handlers of events', () => {
  const events: readonly unknown[] = [
    null,
    7,
    revoked,
    { type: 'GUARDRAIL_RULE_RESULT', ts: 1, streamId: 's', violations: endlessArray() },
    { type: 'DRIFT_CHECK_RESULT', ts: 1, streamId: 's', detected: true, types: endlessArray() },
    { type: 'TOKEN', ts: 1, streamId: 's', meta: revoked, token: revoked },
    { type: 'ERROR', ts: 1, streamId: 's', error: revoked },
    { type: 'SESSION_END', ts: 1, streamId: 's', state: revoked },
  ];

  test('accept hostile events', () => {
    const client = { captureException: () => {}, captureMessage: () => {}, addBreadcrumb: () => {} };
    const monitor = new StreamMonitor();
    const handle = combine(monitor.handleEvent, createOpenTelemetryHandler(), createSentryHandler(client));
    for (const event of events) expect(() => handle(event as StreamEvent)).not.toThrow();
    for (const record of monitor.getAllTelemetry()) {
      record.metadata['hostile'] = { revoked, endless: endlessArray() };
      expect(typeof toLogFormat(record)).toBe('string');
      expect(toDict(record)).toBeDefined();
    }
  });

  test('log one line for 1,000 abandoned streams, and count them', () => {
    const said = recordDiagnostics();
    const monitor = new StreamMonitor({}, { maxActiveStreams: 1 });
    for (let i = 0; i <= 1_000; i++) monitor.handleEvent({ type: 'SESSION_START', ts: i, streamId: `s${i}` });
    expect(monitor.getStatistics().abandonedStreams).toBe(1_000);
    expect(said.warnings).toHaveLength(1);
  });
});
