// The real @sentry/node, sending to a local server.
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import * as SentrySdk from '@sentry/node';
import { createSentryHandler, type SentryConfig, type StreamEvent } from '../../../../src/public/genai.ts';
import { COMPLETED, EVENTFUL, eventsOf, type Step } from '../sample-streams.ts';
import { type Breadcrumb, startSentry } from '../sentry-ingest.ts';

/** What arrives of the events. `after`: what the application does then. */
async function report(events: readonly StreamEvent[], { config = {}, after = () => {}, options = {} }: Reporting = {}) {
  await using ingest = await startSentry(options);
  // As within a request.
  SentrySdk.withIsolationScope(() => {
    const handler = createSentryHandler(SentrySdk, config);
    for (const event of events) handler(event);
    after();
  });
  await SentrySdk.flush(5_000);
  return { events: ingest.events(), everything: ingest.everything() };
}

interface Reporting {
  readonly config?: SentryConfig;
  readonly after?: () => void;
  readonly options?: object;
}

const told = (breadcrumbs: readonly Breadcrumb[] | undefined) =>
  breadcrumbs?.map(({ category, message }) => [category, message]);
const probe = () => void SentrySdk.captureMessage('probe');
const begin: Step = ['SESSION_START', 0, { model: 'gpt-4o' }];

describe('createSentryHandler', () => {
  test("a completed stream: breadcrumbs on the application's own events, and its telemetry as their context", async () => {
    const { events } = await report(eventsOf('s1', COMPLETED), { after: probe });
    expect(events).toHaveLength(1);
    expect(told(events[0]?.breadcrumbs)).toEqual([
      ['l0', 'L0 execution started'],
      ['l0.stream', 'Stream started'],
      ['l0.stream', 'First token received'],
      ['l0.stream', 'Stream completed'],
      ['l0', 'L0 execution completed'],
    ]);
    expect(events[0]?.breadcrumbs?.[2]).toMatchObject({ data: { ttft_ms: 450 }, timestamp: 1_760_000_000.45 });
    expect(events[0]?.contexts?.['l0_telemetry']).toMatchObject({
      duration_ms: 1_000,
      tokens: 2,
      tokens_per_second: 2,
      ttft_ms: 450,
      retries: 0,
      network_errors: 0,
      guardrail_violations: 0,
    });
  });

  test('breadcrumbs of what happens on the way; what was retried is no event, a violation is one', async () => {
    const { events } = await report(eventsOf('s1', EVENTFUL), { after: probe });
    expect(events.map(({ message, level }) => [message, level])).toEqual([
      ['Guardrail violation: not JSON', 'error'],
      ['probe', 'info'],
    ]);
    expect(told(events[1]?.breadcrumbs)).toEqual([
      ['l0', 'L0 execution started'],
      ['l0.stream', 'Stream started'],
      ['l0.network', 'Network error: connection_dropped'],
      ['l0.retry', 'Retry attempt 1'],
      ['l0.stream', 'First token received'],
      ['l0.guardrail', 'Guardrail violation: json'],
      ['l0.drift', 'Drift detected: repetition'],
      ['l0.stream', 'Stream completed'],
      ['l0', 'L0 execution completed'],
    ]);
    expect(events[0]?.contexts?.['l0_telemetry']).toMatchObject({ stream_id: 's1', retries: 1, network_errors: 1 });
    expect(JSON.stringify(events)).not.toContain('CONTENT-OF');
  });

  test('tokens are breadcrumbs only with breadcrumbsForTokens', async () => {
    const messages = async (config: SentryConfig) => {
      const { events } = await report(eventsOf('s1', COMPLETED), { config, after: probe });
      return events[0]?.breadcrumbs?.filter(({ category }) => category === 'l0.token').map(({ message }) => message);
    };
    expect(await messages({})).toEqual([]);
    expect(await messages({ breadcrumbsForTokens: true })).toEqual(['Token: Hello', 'Token:  world']);
  });

  const networkFailure: Step[] = [
    begin,
    ['NETWORK_ERROR', 10, { error: 'socket hang up', code: 'connection_dropped', retryable: true }],
    [
      'ERROR',
      11,
      { error: 'socket hang up', failureType: 'network', recoveryStrategy: 'halt', errorCode: 'NETWORK_ERROR' },
    ],
    ['RETRY_GIVE_UP', 12, { attempts: 2, lastError: 'socket hang up' }],
  ];

  test('a network error that was the last one is one event, with tags, context and the breadcrumbs', async () => {
    const config = { tags: { service: 'llm-api' }, environment: 'staging' };
    const { events } = await report(eventsOf('s1', networkFailure), { config });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      level: 'error',
      environment: 'staging',
      exception: { values: [{ type: 'NETWORK_ERROR', value: 'socket hang up' }] },
      tags: {
        service: 'llm-api',
        environment: 'staging',
        component: 'l0.network',
        error_type: 'NETWORK_ERROR',
        'l0.model': 'gpt-4o',
      },
      contexts: {
        l0_telemetry: { stream_id: 's1', network_errors: 0 },
        l0_error: { message: 'socket hang up', category: 'network', code: 'NETWORK_ERROR', recoverable: false },
      },
    });
    expect(told(events[0]?.breadcrumbs)).toContainEqual(['l0.network', 'Network error: connection_dropped']);
  });

  const captured: [string, Step[], SentryConfig, string[]][] = [
    ['network errors are off', networkFailure, { captureNetworkErrors: false }, []],
    [
      'a failure of another kind',
      [begin, ['ERROR', 10, { error: 'bad output', category: 'model' }]],
      { captureNetworkErrors: false },
      ['bad output'],
    ],
    [
      'an error that is retried',
      [begin, ['ERROR', 10, { error: 'x', recoveryStrategy: 'retry' }], ['COMPLETE', 20]],
      {},
      [],
    ],
    [
      'a network error that is survived',
      [begin, ['NETWORK_ERROR', 10, { error: 'x' }], ['TOKEN', 15], ['COMPLETE', 20]],
      {},
      [],
    ],
    [
      'a network error, then an abort',
      [begin, ['NETWORK_ERROR', 10, { error: 'x' }], ['ABORT_COMPLETED', 20]],
      {},
      ['x'],
    ],
    ['giving up alone', [begin, ['RETRY_GIVE_UP', 10, { attempts: 3, lastError: 'still 503' }]], {}, ['still 503']],
    ['an abort', [begin, ['ABORT_COMPLETED', 10]], {}, []],
  ];

  test.each(captured)('%s: the right events', async (_, steps, config, messages) => {
    const { events } = await report(eventsOf('s1', steps), { config });
    expect(events.map(({ exception }) => exception?.values[0]?.value)).toEqual(messages);
  });

  const violationsOf = (severities: readonly unknown[]): Step[] => [
    begin,
    ...severities.map(
      (severity): Step => ['GUARDRAIL_RULE_RESULT', 5, { violations: [{ rule: `r-${severity}`, severity }] }],
    ),
  ];

  test.each([
    [undefined, ['error', 'fatal']],
    ['debug', ['debug', 'info', 'warning', 'error', 'fatal']],
    ['warning', ['warning', 'error', 'fatal']],
    ['fatal', ['fatal']],
  ] as const)('minGuardrailSeverity %s: %p', async (minGuardrailSeverity, levels) => {
    const steps = violationsOf(['debug', 'info', 'warning', 'error', 'fatal']);
    const config = minGuardrailSeverity === undefined ? {} : { minGuardrailSeverity };
    const { events } = await report(eventsOf('s1', steps), { config });
    expect(events.map(({ level }) => level)).toEqual(levels);
    const off = await report(eventsOf('s1', steps), { config: { ...config, captureGuardrailViolations: false } });
    expect(off.events).toEqual([]);
  });

  test('interleaved streams: an event has the breadcrumbs of its own stream and of the application', async () => {
    const streams = ['a', 'b'].map((id) =>
      eventsOf(id, [
        ['SESSION_START', 0, { model: `model-of-${id}` }],
        ['RETRY_ATTEMPT', 10, { attempt: 1, reason: `reason-of-${id}` }],
        ['ERROR', 20, { error: `failure-of-${id}` }],
      ]),
    );
    const mixed = [0, 1, 2].flatMap((step) => streams.map((events) => events[step] as StreamEvent));
    const { events } = await report(mixed);
    expect(events).toHaveLength(2);
    for (const [index, id] of ['a', 'b'].entries()) {
      const text = JSON.stringify(events[index]);
      for (const what of ['model', 'reason', 'failure']) {
        expect(text).toContain(`${what}-of-${id}`);
        expect(text).not.toContain(`${what}-of-${id === 'a' ? 'b' : 'a'}`);
      }
    }
  });

  test("the application's breadcrumbs, its user and its beforeBreadcrumb stay in force", async () => {
    const refused: unknown[] = [];
    await using ingest = await startSentry({
      beforeBreadcrumb(breadcrumb: Breadcrumb) {
        if (breadcrumb.category !== 'l0.retry') return breadcrumb;
        refused.push(breadcrumb.message);
        return null;
      },
    });
    SentrySdk.withIsolationScope(() => {
      SentrySdk.addBreadcrumb({ category: 'app', message: 'before' });
      SentrySdk.setUser({ id: '7' });
      const handler = createSentryHandler(SentrySdk);
      for (const event of eventsOf('s1', [begin, ['RETRY_ATTEMPT', 1, { attempt: 1 }], ['ERROR', 2, { error: 'x' }]]))
        handler(event);
    });
    await SentrySdk.flush(5_000);
    const [event] = ingest.events();
    expect(refused).toEqual(['Retry attempt 1']);
    expect(event?.user).toEqual({ id: '7' });
    expect(told(event?.breadcrumbs)).toEqual([
      ['app', 'before'],
      ['l0', 'L0 execution started'],
      ['l0.stream', 'Stream started'],
    ]);
  });

  test('secrets do not leave, wherever they are', async () => {
    const secret = randomBytes(12).toString('hex');
    const text = `https://u:${secret}@llm.example failed`;
    const steps: Step[] = [
      ['SESSION_START', 0, { model: text }],
      ['TOKEN', 1, { token: text }],
      ['NETWORK_ERROR', 2, { error: text }],
      ['RETRY_ATTEMPT', 3, { attempt: 1, reason: text }],
      ['GUARDRAIL_RULE_RESULT', 4, { violations: [{ rule: 'r', severity: 'error', message: text, password: secret }] }],
      ['ERROR', 5, { error: text, stack: `Error: ${text}\n    at x` }],
    ];
    const { events, everything } = await report(eventsOf('s1', steps), {
      config: { breadcrumbsForTokens: true },
      after: probe,
    });
    expect(events).toHaveLength(3);
    expect(everything).toContain('[REDACTED:');
    expect(everything).not.toContain(secret);
  });

  test('an execution is a Sentry span, unless tracing is off', async () => {
    const traced = await report(eventsOf('s1', COMPLETED));
    expect(traced.everything).toMatch(/^transaction .*"l0\.execution"/m);
    const off = await report(eventsOf('s1', COMPLETED), { config: { enableTracing: false } });
    expect(off.everything).not.toMatch(/^transaction/m);
  });
});
