import { describe, expect, test } from '@jest/globals';
import { SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { redactSpan } from '../../../src/pipeline/processors/redacted-span.ts';
import { RedactingSpanExporter } from '../../../src/pipeline/processors/redacting-span-exporter.ts';
import { maskingRedactor } from './masking-redactor.ts';

const LINKED = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: TraceFlags.SAMPLED };

function createSpan(text: string): ReadableSpan {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const links = [{ context: LINKED, attributes: { link: text } }];
  const span = provider
    .getTracer('t')
    .startSpan(`name ${text}`, { attributes: { a: text, list: ['x', text], n: 7 }, links });
  span.addEvent(`event ${text}`, { e: text });
  span.recordException(new Error(`failed with ${text}`));
  span.setStatus({ code: SpanStatusCode.ERROR, message: `status ${text}` });
  span.end();
  return exporter.getFinishedSpans()[0] as ReadableSpan;
}

describe('redactSpan', () => {
  test('name, attributes, events, exceptions, links and status', () => {
    const span = createSpan('secret');
    const view = redactSpan(span, maskingRedactor());
    expect(view).toMatchObject({
      name: 'name [REDACTED]',
      attributes: { a: '[REDACTED]', list: ['x', '[REDACTED]'], n: 7 },
      links: [{ context: LINKED, attributes: { link: '[REDACTED]' } }],
      status: { code: SpanStatusCode.ERROR, message: 'status [REDACTED]' },
    });
    const [event, exception] = view.events;
    expect(event).toMatchObject({ name: 'event [REDACTED]', attributes: { e: '[REDACTED]' } });
    expect(exception?.attributes?.['exception.message']).toBe('failed with [REDACTED]');
    expect(exception?.attributes?.['exception.stacktrace']).toMatch(/^Error: failed with \[REDACTED\]\n {4}at /);
    const bytes = Buffer.from(ProtobufTraceSerializer.serializeRequest([view]) ?? []).toString('latin1');
    expect(bytes).toContain('name [REDACTED]');
    expect(bytes).not.toContain('secret');
  });

  test('the span itself is not changed, and all else of the view is its own', () => {
    const span = createSpan('secret');
    const view = redactSpan(span, maskingRedactor());
    expect(span).toMatchObject({
      name: 'name secret',
      attributes: { a: 'secret' },
      status: { message: 'status secret' },
    });
    for (const key of [
      'kind',
      'startTime',
      'endTime',
      'duration',
      'resource',
      'instrumentationScope',
      'parentSpanContext',
    ] as const)
      expect(view[key]).toBe(span[key]);
    expect(view.spanContext()).toBe(span.spanContext());
  });

  test('a span without secrets is handed on as it is', () => {
    const span = createSpan('nothing');
    expect(redactSpan(span, maskingRedactor())).toBe(span);
  });

  test('what is removed is absent', () => {
    const provider = new TracerProvider();
    const span = provider
      .getTracer('t')
      .startSpan('s', { attributes: { password: 'x', kept: 1 } }) as unknown as ReadableSpan;
    expect(redactSpan(span, maskingRedactor('remove')).attributes).toEqual({ kept: 1 });
  });

  test('texts are cut after their secrets are gone', () => {
    const provider = new TracerProvider();
    const attributes = { long: `12345secret`, list: ['1234567890'], short: '123' };
    const span = provider.getTracer('t').startSpan('s', { attributes }) as unknown as ReadableSpan;
    expect(redactSpan(span, maskingRedactor(), 8).attributes).toEqual({
      long: '12345[RE',
      list: ['12345678'],
      short: '123',
    });
  });

  test('an exporter gets views, and is flushed and shut down', async () => {
    const exporter = new InMemorySpanExporter();
    const redacting = new RedactingSpanExporter(exporter, maskingRedactor());
    redacting.export([createSpan('secret')], () => {});
    await redacting.forceFlush();
    expect(exporter.getFinishedSpans()[0]?.name).toBe('name [REDACTED]');
    await redacting.shutdown();
    expect(exporter.getFinishedSpans()).toEqual([]);
  });
});
