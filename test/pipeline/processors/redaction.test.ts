import { describe, expect, test } from '@jest/globals';
import { TraceFlags } from '@opentelemetry/api';
import { InMemoryLogRecordExporter, LoggerProvider } from '@opentelemetry/sdk-logs';
import { InMemorySpanExporter, type ReadableSpan, TracerProvider } from '@opentelemetry/sdk-trace';
import { createRedactor } from '../../../src/foundation/redaction/redactor.ts';
import { ImmediateExport } from '../../../src/pipeline/delivery/batch-export.ts';
import {
  ExportingLogRecordProcessor,
  ExportingSpanProcessor,
} from '../../../src/pipeline/delivery/exporting-processors.ts';
import { guardSpanProcessor } from '../../../src/pipeline/processors/guarded-processors.ts';
import { Redaction } from '../../../src/pipeline/processors/redaction.ts';
import { maskingRedactor } from './masking-redactor.ts';

const SECRET = { password: 'Xk29-fq7!' };
const failing = {
  ...maskingRedactor(),
  redactText: () => {
    throw new Error('no');
  },
  redactAttribute: () => {
    throw new Error('no');
  },
};

describe('Redaction', () => {
  test('redacts a span once for any number of exporters and processors', () => {
    const redactor = createRedactor();
    const redaction = new Redaction(redactor);
    const exporters = [new InMemorySpanExporter(), new InMemorySpanExporter()];
    const exporting = exporters.map((exporter) => new ImmediateExport<ReadableSpan>(exporter));
    const seen: ReadableSpan[] = [];
    const own = { onStart() {}, onEnd: (span: ReadableSpan) => void seen.push(span), forceFlush: async () => {} };
    const processor = guardSpanProcessor({ ...own, shutdown: async () => {} }, redaction);
    const provider = new TracerProvider({
      spanProcessors: [processor, new ExportingSpanProcessor(exporting, redaction.span)],
    });
    provider.getTracer('t').startSpan('s', { attributes: SECRET }).end();
    const masked = { password: '[REDACTED:password]' };
    for (const spans of [seen, ...exporters.map((exporter) => exporter.getFinishedSpans())])
      expect(spans.map(({ attributes }) => attributes)).toEqual([masked]);
    expect(redactor.counts).toEqual({ password: 1 });
  });

  test('does not touch spans that are not sampled', () => {
    const exporting = new ExportingSpanProcessor([{ add() {}, async flush() {}, async shutdown() {} }], () => {
      throw new Error('not reached');
    });
    const spanContext = () => ({ traceId: '', spanId: '', traceFlags: TraceFlags.NONE });
    expect(() => exporting.onEnd({ spanContext } as ReadableSpan)).not.toThrow();
  });

  test('withholds all texts of a span that cannot be redacted', () => {
    const span = new TracerProvider().getTracer('t').startSpan('secret', { attributes: SECRET }) as never;
    expect(new Redaction(failing).span(span)).toMatchObject({
      name: '[REDACTED:error]',
      attributes: {},
      events: [],
      links: [],
    });
  });

  function emit(redaction: Redaction, body: never): unknown {
    const exporter = new InMemoryLogRecordExporter();
    const exporting = new ExportingLogRecordProcessor([new ImmediateExport(exporter)], redaction.logRecord);
    new LoggerProvider({ processors: [exporting] }).getLogger('l').emit({ body, attributes: SECRET, eventName: 'e' });
    const [{ body: exported, attributes, eventName } = {}] = exporter.getFinishedLogRecords();
    return { body: exported, attributes, eventName };
  }

  test('withholds all texts of a log record that cannot be redacted', () => {
    const withheld = '[REDACTED:error]';
    expect(emit(new Redaction(failing), 'secret' as never)).toEqual({
      body: withheld,
      attributes: {},
      eventName: withheld,
    });
  });

  test('a body that the application changes afterwards is exported as it was', () => {
    const body: Record<string, unknown> = { user: { name: 'ann' } };
    const exported = emit(new Redaction(createRedactor()), body as never);
    (body['user'] as Record<string, unknown>)['password'] = SECRET.password;
    expect(exported).toMatchObject({ body: { user: { name: 'ann' } } });
    expect(JSON.stringify(exported)).not.toContain(SECRET.password);
  });
});
