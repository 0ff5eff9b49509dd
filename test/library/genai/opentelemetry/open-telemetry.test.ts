import { randomBytes } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { context, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  NoOpSpan,
  NoopSpan,
  OpenTelemetry,
  SemanticAttributes,
  withOpenTelemetry,
} from '../../../../src/public/genai.ts';
import { recordTelemetry } from '../recorded-telemetry.ts';
import { telemetryOf } from '../sample-telemetry.ts';

beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
afterAll(() => context.disable());

describe('OpenTelemetry', () => {
  test('traceStream: its span is the active one across awaits, of each call its own', async () => {
    await using telemetry = recordTelemetry();
    const otel = new OpenTelemetry({ ...telemetry.options, serviceName: 'my-app', defaultAttributes: { env: 'test' } });
    const run = (name: string) =>
      otel.traceStream(name, async (span) => {
        await turn();
        otel.createSpan('inside', { of: name }).end();
        expect(trace.getActiveSpan()).toBe(span);
        return name;
      });
    expect(await Promise.all([run('a'), run('b')])).toEqual(['a', 'b']);
    const spans = telemetry.spans();
    expect(spans.map(({ name }) => name).sort()).toEqual(['my-app.a', 'my-app.b', 'my-app.inside', 'my-app.inside']);
    for (const inside of spans.filter(({ name }) => name === 'my-app.inside')) {
      const parent = spans.find((span) => span.spanContext().spanId === inside.parentSpanContext?.spanId);
      expect(parent).toMatchObject({
        name: `my-app.${inside.attributes['of']}`,
        status: { code: SpanStatusCode.OK },
        attributes: { env: 'test' },
      });
    }
    expect((await telemetry.points())['l0.active_streams']).toEqual([{ labels: {}, value: 0 }]);
  });

  test.each([
    [
      'throws',
      () => {
        throw new TypeError('boom');
      },
    ],
    [
      'rejects',
      async () => {
        throw new TypeError('boom');
      },
    ],
  ])('what fn %s is thrown on, and the span ends as failed', async (_, fn) => {
    await using telemetry = recordTelemetry();
    await expect(withOpenTelemetry({ ...telemetry.options, name: 'chat' }, fn)).rejects.toThrow(new TypeError('boom'));
    const failed = {
      name: 'l0.chat',
      status: { code: SpanStatusCode.ERROR, message: 'boom' },
      events: [{ name: 'exception' }],
    };
    expect(telemetry.spans()).toMatchObject([failed]);
  });

  test('the secrets of what is thrown stay here, in its causes too, and the error itself is not changed', async () => {
    await using telemetry = recordTelemetry();
    const password = randomBytes(12).toString('hex');
    const error = new Error(`https://u:${password}@db.example`, { cause: new Error(`password=${password}`) });
    await expect(withOpenTelemetry(telemetry.options, () => Promise.reject(error))).rejects.toBe(error);
    const [span] = telemetry.spans();
    expect(JSON.stringify([span?.events, span?.status])).toContain('[REDACTED:');
    expect(JSON.stringify([span?.events, span?.status])).not.toContain(password);
    expect(error.message).toContain(password);
  });

  test('recordTelemetry: attributes of a span from a record, and its metrics', async () => {
    await using telemetry = recordTelemetry();
    const otel = new OpenTelemetry(telemetry.options);
    const span = otel.createSpan('manual');
    otel.recordTelemetry(telemetryOf({ streamId: 'one', sessionId: 'two' }), span);
    otel.recordTelemetry(telemetryOf());
    span.end();
    expect(telemetry.spans()[0]?.attributes).toMatchObject({
      [SemanticAttributes.L0_SESSION_ID]: 'two',
      [SemanticAttributes.LLM_REQUEST_MODEL]: 'gpt-4o',
      [SemanticAttributes.LLM_USAGE_OUTPUT_TOKENS]: 100,
      [SemanticAttributes.L0_STREAM_COMPLETED]: true,
      [SemanticAttributes.L0_RETRY_COUNT]: 3,
      [SemanticAttributes.L0_NETWORK_ERROR_COUNT]: 1,
      [SemanticAttributes.L0_GUARDRAIL_VIOLATION_COUNT]: 1,
      [SemanticAttributes.L0_TIME_TO_FIRST_TOKEN]: 456,
      [SemanticAttributes.L0_TOKENS_PER_SECOND]: 80,
    });
    const points = await telemetry.points();
    expect(points['l0.tokens']).toEqual([{ labels: { model: 'gpt-4o' }, value: 200 }]);
    expect(JSON.stringify(points)).not.toMatch(/"one"|"two"/);
  });

  test('nothing is recorded and nothing breaks without a global tracer and meter, or with ones that throw', async () => {
    const broken = () => {
      throw new Error('broken');
    };
    const kinds = [{}, { tracer: { startSpan: broken } as never, meter: { createCounter: broken } as never }];
    for (const otel of kinds.map((options) => new OpenTelemetry(options))) {
      expect(await otel.traceStream('x', (span) => span.isRecording())).toBe(false);
      expect(otel.createSpan('y').isRecording()).toBe(false);
      expect(() => otel.recordTelemetry(telemetryOf(), otel.createSpan('z'))).not.toThrow();
    }
  });

  test('NoopSpan takes everything and records nothing', () => {
    const span: Span = new NoOpSpan();
    expect(NoOpSpan).toBe(NoopSpan);
    const same = span
      .setAttribute('a', 1)
      .setAttributes({ a: 1 })
      .addEvent('e')
      .addLink({ context: span.spanContext() })
      .addLinks([]);
    expect(same.setStatus({ code: SpanStatusCode.OK }).updateName('n')).toBe(span);
    expect(span.recordException(new Error('x'))).toBeUndefined();
    expect(span.end()).toBeUndefined();
    expect(span.isRecording()).toBe(false);
    expect(span.spanContext()).toEqual({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 });
  });
});
