import { randomBytes } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, jest, test } from '@jest/globals';
import * as SentrySdk from '@sentry/node';
import { createSentryHandler, Sentry, withSentry } from '../../../../src/public/genai.ts';
import { EVENTFUL, eventsOf } from '../sample-streams.ts';
import { failedTelemetry, telemetryOf } from '../sample-telemetry.ts';
import { startSentry } from '../sentry-ingest.ts';

/** A client that only remembers what it is told. */
function rememberingClient() {
  return { captureException: jest.fn(), captureMessage: jest.fn(), addBreadcrumb: jest.fn(), setContext: jest.fn() };
}

const crumbs = (client: ReturnType<typeof rememberingClient>) =>
  client.addBreadcrumb.mock.calls.map(([crumb]) => crumb as Record<string, unknown>);

describe('Sentry', () => {
  test('leaves a breadcrumb for each method', () => {
    const client = rememberingClient();
    const sentry = new Sentry({ sentry: client, config: { breadcrumbsForTokens: true } });
    sentry.startExecution('chat-completion', { model: 'gpt-4' });
    sentry.startStream();
    sentry.recordToken('Hello');
    sentry.recordFirstToken(456);
    sentry.recordRetry({ attempt: 2, reason: 'timeout', isNetworkError: true });
    sentry.recordNetworkError(new Error('reset'), 'timeout', { retried: true });
    sentry.recordGuardrailViolations([{ rule: 'json', message: 'not JSON', severity: 'warning' }]);
    sentry.recordDrift({ detected: false, types: ['tone'] });
    sentry.recordDrift({ detected: true, types: ['repetition'] });
    sentry.completeStream(100);
    sentry.completeExecution(telemetryOf());
    expect(crumbs(client)).toMatchObject([
      {
        category: 'l0',
        message: 'L0 execution started',
        level: 'info',
        data: { name: 'chat-completion', model: 'gpt-4' },
      },
      { category: 'l0.stream', message: 'Stream started', level: 'info' },
      { category: 'l0.token', message: 'Token: Hello', level: 'debug' },
      { category: 'l0.stream', message: 'First token received', data: { ttft_ms: 456 } },
      {
        category: 'l0.retry',
        message: 'Retry attempt 2',
        level: 'warning',
        data: { attempt: 2, reason: 'timeout', is_network_error: true },
      },
      {
        category: 'l0.network',
        message: 'Network error: timeout',
        level: 'error',
        data: { message: 'reset', retried: true },
      },
      {
        category: 'l0.guardrail',
        message: 'Guardrail violation: json',
        level: 'warning',
        data: { rule: 'json', severity: 'warning' },
      },
      {
        category: 'l0.drift',
        message: 'Drift detected: repetition',
        level: 'warning',
        data: { types: ['repetition'] },
      },
      { category: 'l0.stream', message: 'Stream completed', data: { token_count: 100 } },
      { category: 'l0', message: 'L0 execution completed', data: { duration_ms: 1_250, tokens: 100, retries: 3 } },
    ]);
    expect(client.captureException).not.toHaveBeenCalled();
    expect(client.captureMessage).not.toHaveBeenCalled();
    const context = {
      duration_ms: 1_250,
      tokens: 100,
      ttft_ms: 456,
      retries: 3,
      network_errors: 1,
      guardrail_violations: 1,
    };
    expect(client.setContext).toHaveBeenCalledWith('l0_telemetry', expect.objectContaining(context));
  });

  test('failures and final network errors are captured with tags and contexts; the error is the very one when it has no secrets', () => {
    const client = rememberingClient();
    const sentry = new Sentry({ sentry: client, config: { tags: { service: 'llm' } } });
    const error = new Error('reset');
    sentry.recordNetworkError(error, 'connection', { retried: false });
    sentry.recordFailure(error, failedTelemetry());
    expect(client.captureException.mock.calls.map(([captured]) => captured === error)).toEqual([true, true]);
    expect(client.captureException.mock.calls[0]?.[1]).toMatchObject({
      tags: { service: 'llm', component: 'l0.network', error_type: 'connection' },
    });
    expect(client.captureException.mock.calls[1]?.[1]).toMatchObject({
      tags: { service: 'llm', component: 'l0', 'l0.stream_id': 'stream-1' },
      contexts: {
        l0_telemetry: { tokens: 100 },
        l0_error: { category: 'network', code: 'ECONNRESET', recoverable: true },
      },
    });
  });

  test.each(['captureException', 'captureMessage', 'addBreadcrumb'] as const)(
    'a client with %s alone will do',
    (method) => {
      const told = jest.fn();
      const handler = createSentryHandler({ [method]: told }, { minGuardrailSeverity: 'debug' });
      const failing = [...EVENTFUL.slice(0, -1), ['ERROR', 600, { error: 'boom' }] as const];
      for (const event of eventsOf('s1', failing)) handler(event);
      expect(told).toHaveBeenCalled();
    },
  );

  test('a client without isolation scopes gets every breadcrumb and event directly', () => {
    const client = rememberingClient();
    const handler = createSentryHandler(client);
    for (const event of eventsOf('s1', [
      ['RETRY_ATTEMPT', 1, { attempt: 1, reason: 'x' }],
      ['ERROR', 2, { error: 'y' }],
    ]))
      handler(event);
    expect(crumbs(client).map(({ message }) => message)).toContain('Retry attempt 1');
    expect(client.captureException).toHaveBeenCalledTimes(1);
  });

  test("a real SDK that cannot isolate (another context manager is OpenTelemetry's): events are isolated all the same", async () => {
    await using ingest = await startSentry({});
    const client = {
      ...SentrySdk,
      withIsolationScope: (fn: (scope: unknown) => unknown) => fn(SentrySdk.getIsolationScope()),
    };
    const handler = createSentryHandler(client);
    const streams = ['a', 'b'].map((id) =>
      eventsOf(id, [
        ['SESSION_START', 0, {}],
        ['RETRY_ATTEMPT', 1, { attempt: 1, reason: `reason-of-${id}` }],
        ['ERROR', 2, { error: `failure-of-${id}` }],
      ]),
    );
    for (const step of [0, 1, 2]) for (const stream of streams) handler(stream[step] as never);
    await SentrySdk.flush(5_000);
    const texts = ingest.events().map((event) => JSON.stringify(event));
    expect(texts).toHaveLength(2);
    expect(texts[0]).toContain('reason-of-a');
    expect(texts[0]).not.toContain('-of-b');
    expect(texts[1]).toContain('reason-of-b');
    expect(texts[1]).not.toContain('-of-a');
  });

  test('survives a client that throws', async () => {
    const broken = () => {
      throw new Error('broken');
    };
    const names = [
      'captureException',
      'captureMessage',
      'addBreadcrumb',
      'setContext',
      'startInactiveSpan',
      'withIsolationScope',
      'getIsolationScope',
      'getCurrentScope',
    ];
    const client = Object.fromEntries(names.map((name) => [name, broken]));
    const handler = createSentryHandler(client);
    for (const event of [undefined, {}, ...eventsOf('s1', EVENTFUL)])
      expect(() => handler(event as never)).not.toThrow();
    expect(await withSentry(client, {}, () => 7)).toBe(7);
  });

  test('withSentry: what is thrown is captured without its secrets, and thrown on as it is', async () => {
    const client = rememberingClient();
    const password = randomBytes(12).toString('hex');
    const error = Object.assign(new TypeError(`https://u:${password}@x.example`), {
      url: `https://u:${password}@x.example`,
    });
    await expect(withSentry(client, undefined, () => Promise.reject(error))).rejects.toBe(error);
    const [captured] = client.captureException.mock.calls[0] as [TypeError & { url: string }];
    expect(captured).toBeInstanceOf(TypeError);
    for (const text of [captured.message, captured.stack, captured.url]) {
      expect(text).toContain('[REDACTED:');
      expect(text).not.toContain(password);
    }
    expect(crumbs(client).map(({ message }) => message)).toEqual(['L0 execution started']);
  });

  test("withSentry: a result's telemetry is reported; executions at the same time do not mix", async () => {
    await using ingest = await startSentry({});
    const run = (id: string) =>
      withSentry(SentrySdk, {}, async (execution) => {
        execution.recordRetry({ attempt: 1, reason: `reason-of-${id}` });
        await turn();
        SentrySdk.captureMessage(`by ${id}`);
        return { telemetry: telemetryOf({ streamId: id }) };
      });
    expect(await Promise.all([run('a'), run('b')])).toMatchObject([{}, {}]);
    await SentrySdk.flush(5_000);
    for (const event of ingest.events()) {
      const id = event.message?.replace('by ', '');
      expect(JSON.stringify(event.breadcrumbs)).toContain(`reason-of-${id}`);
      expect(JSON.stringify(event.breadcrumbs)).not.toContain(`reason-of-${id === 'a' ? 'b' : 'a'}`);
    }
    expect(ingest.events()).toHaveLength(2);
  });

  test.each([
    [undefined, {}, /expected sentry to be a Sentry client with captureException\(\).*got undefined/],
    [{}, {}, /got object without them/],
    [
      rememberingClient(),
      { minGuardrailSeverity: 'high' },
      /minGuardrailSeverity to be one of debug, info, warning, error, fatal, got "high"/,
    ],
    [rememberingClient(), { tags: { a: 1 } }, /tags to be an object of texts/],
  ])('bad options throw', (client, config, message) => {
    for (const make of [
      () => createSentryHandler(client as never, config as never),
      () => new Sentry({ sentry: client as never, config: config as never }),
    ]) {
      expect(make).toThrow(TypeError);
      expect(make).toThrow(message);
    }
  });
});
