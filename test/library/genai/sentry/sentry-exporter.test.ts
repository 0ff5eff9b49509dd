import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { context, propagation, trace } from '@opentelemetry/api';
import * as SentrySdk from '@sentry/node';
import { SentryExporter } from '../../../../src/public/genai.ts';
import { failedTelemetry, telemetryOf } from '../sample-telemetry.ts';
import { type SentryEvent, startSentry, startSentryIngest } from '../sentry-ingest.ts';

const set: string[] = [];
afterEach(() => {
  for (const name of set.splice(0)) delete process.env[name];
  SentrySdk.getCurrentScope().setClient(undefined);
});

/** Variables for the length of a test. */
function setVariables(values: Readonly<Record<string, string>>): void {
  set.push(...Object.keys(values));
  Object.assign(process.env, values);
}

const sentry = SentrySdk;
const typeOf = ({ exception }: SentryEvent) => exception?.values[0]?.type ?? '';

describe('SentryExporter', () => {
  test('sends errors with the figures of their streams, tags, breadcrumbs and the user', async () => {
    await using ingest = await startSentryIngest();
    const exporter = new SentryExporter({
      dsn: ingest.dsn,
      environment: 'staging',
      release: '1.2.3',
      tags: { service: 'llm-api' },
      sentry,
    });
    exporter.init();
    exporter.addBreadcrumb('Processing started', { category: 'l0', level: 'info' });
    exporter.setUser({ id: '123', email: 'user@example.com' });
    exporter.captureError(
      new TypeError('no answer'),
      telemetryOf({ sessionId: 'chat-7', metadata: { request: 'r-1' } }),
    );
    exporter.captureTelemetryError(failedTelemetry());
    exporter.captureTelemetryError(telemetryOf());
    expect(await exporter.flush()).toBe(true);
    await exporter.close();
    // They wait for the lines of their sources, so the order is left open.
    const events = ingest.events().toSorted((a, b) => typeOf(a).localeCompare(typeOf(b)));
    expect(events.map(typeOf)).toEqual(['ECONNRESET', 'TypeError']);
    expect(events[1]).toMatchObject({
      environment: 'staging',
      release: '1.2.3',
      level: 'error',
      exception: { values: [{ type: 'TypeError', value: 'no answer' }] },
      tags: { service: 'llm-api', 'l0.stream_id': 'stream-1', 'l0.model': 'gpt-4o', 'l0.session_id': 'chat-7' },
      user: { id: '123', email: 'user@example.com' },
      breadcrumbs: [{ message: 'Processing started', category: 'l0', level: 'info' }],
      contexts: {
        l0_telemetry: { duration_ms: 1_250, tokens: 100, retries: 3 },
        l0_timing: { duration: 1.25, time_to_first_token: 0.456 },
        l0_metrics: { token_count: 100, tokens_per_second: 80, content_length: 420 },
        l0_retries: { total: 3, model: 2, network: 1, last_error: 'drift' },
        l0_guardrails: { rules_checked: 1, passed: false },
        l0_metadata: { request: 'r-1' },
      },
    });
    expect(events[0]).toMatchObject({
      exception: { values: [{ type: 'ECONNRESET', value: 'still 503' }] },
      contexts: { l0_error: { message: 'still 503', category: 'network', code: 'ECONNRESET', recoverable: true } },
    });
  });

  test('sends no secrets', async () => {
    const secret = randomBytes(12).toString('hex');
    const said = `https://u:${secret}@x.example`;
    await using ingest = await startSentryIngest();
    const exporter = new SentryExporter({ dsn: ingest.dsn, sentry });
    exporter.addBreadcrumb(said, { data: { password: secret } });
    exporter.captureError(
      new Error(said, { cause: new Error(said) }),
      telemetryOf({ metadata: { password: secret, at: said } }),
    );
    exporter.captureTelemetryError(failedTelemetry(said));
    await exporter.close();
    expect(ingest.events()).toHaveLength(2);
    expect(ingest.everything()).toContain('[REDACTED:');
    expect(ingest.everything()).not.toContain(secret);
  });

  test('fromEnv reads SENTRY_* and never throws', async () => {
    await using ingest = await startSentryIngest();
    setVariables({
      SENTRY_DSN: ingest.dsn,
      SENTRY_ENVIRONMENT: 'from-env',
      SENTRY_RELEASE: '9',
      SENTRY_SAMPLE_RATE: 'all',
    });
    const exporter = SentryExporter.fromEnv();
    exporter.captureError(new Error('x'));
    await exporter.close();
    expect(ingest.events()).toMatchObject([{ environment: 'from-env', release: '9' }]);
    setVariables({ SENTRY_SAMPLE_RATE: '0' });
    SentrySdk.getCurrentScope().setClient(undefined);
    const silent = SentryExporter.fromEnv();
    silent.captureError(new Error('y'));
    await silent.close();
    for (const dsn of ['', 'nonsense']) {
      setVariables({ SENTRY_DSN: dsn });
      const none = SentryExporter.fromEnv();
      none.init();
      none.captureError(new Error('z'));
      expect(await none.close()).toBe(true);
    }
    expect(ingest.events()).toHaveLength(1);
  });

  test("nothing is registered with OpenTelemetry, and the application's own Sentry is left alone", async () => {
    await using application = await startSentry();
    await using ingest = await startSentryIngest();
    const client = SentrySdk.getClient();
    const exporter = new SentryExporter({ dsn: ingest.dsn, sentry });
    exporter.init();
    exporter.captureError(new Error("the exporter's"));
    SentrySdk.captureException(new Error("the application's"));
    await SentrySdk.flush(5_000);
    await exporter.close();
    expect(SentrySdk.getClient()).toBe(client);
    const values = (events: readonly { exception?: { values: readonly { value: string }[] } }[]) =>
      events.map(({ exception }) => exception?.values[0]?.value);
    expect(values(ingest.events())).toEqual(["the exporter's"]);
    expect(values(application.events())).toEqual(["the application's"]);
    expect(trace.getTracer('x').startSpan('x').isRecording()).toBe(false);
    expect(propagation.fields()).toEqual([]);
    const key = Symbol('key');
    context.with(context.active().setValue(key, 1), () => expect(context.active().getValue(key)).toBeUndefined());
  });

  test.each([
    [
      { dsn: 'https://sentry.io' },
      /expected dsn to be a DSN, https:\/\/<key>@<host>\/<project>, got a text of another form/,
    ],
    [{ sampleRate: 2 }, /sampleRate to be a number from 0 to 1, got 2/],
    [{ DSN: 'x' }, /expected an option among dsn/],
  ])('bad options throw: %p', (options, message) => {
    expect(() => new SentryExporter(options as never)).toThrow(TypeError);
    expect(() => new SentryExporter(options as never)).toThrow(message);
  });

  async function program(code: string, env: Readonly<Record<string, string>> = {}) {
    const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', code];
    const child = spawn(process.execPath, flags, { env: { ...process.env, ...env } });
    const [stdout, stderr, [exitCode]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    return { stdout, stderr, code: exitCode };
  }

  test('loads @sentry/node only in init(), which reports its absence', async () => {
    const { stdout, stderr } = await program(`
    import { registerHooks } from 'node:module';
    let asked = 0;
    registerHooks({
      resolve(specifier, context, next) {
        if (!specifier.startsWith('@sentry/')) return next(specifier, context);
        asked++;
        throw Object.assign(new Error("Cannot find module '@sentry/node'"), { code: 'MODULE_NOT_FOUND' });
      },
    });
    const { SentryExporter, createSentryHandler } = await import('./src/public/genai.ts');
    createSentryHandler({ addBreadcrumb() {} })({ type: 'TOKEN', ts: 1, streamId: 's' });
    const exporter = new SentryExporter({ dsn: 'https://key@localhost/1' });
    console.log(asked);
    exporter.captureError(new Error('x'));
    try { exporter.init(); } catch (error) { console.log(error.message); }
  `);
    expect(stderr).toBe('');
    expect(stdout).toBe(
      '0\nSentryExporter: expected the package @sentry/node to be installed, got "Cannot find module \'@sentry/node\'"; nothing is sent to Sentry. npm install @sentry/node\n',
    );
  });

  test('the installed @sentry/node is found by itself, and the process ends by itself', async () => {
    await using ingest = await startSentryIngest();
    const { code, stderr } = await program(
      `const { SentryExporter } = await import('./src/public/genai.ts');
     const exporter = SentryExporter.fromEnv();
     exporter.captureError(new Error('found'));
     await exporter.flush();`,
      { SENTRY_DSN: ingest.dsn },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(ingest.events()).toMatchObject([{ exception: { values: [{ value: 'found' }] } }]);
  });
});
