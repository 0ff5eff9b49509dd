import { describe, expect, test } from '@jest/globals';
import type { LogRecord } from '@opentelemetry/api';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { guardLoggerProvider } from '../../../src/distribution/providers/guarded-logger-provider.ts';
import { RedactingLogRecordProcessor } from '../../../src/pipeline/processors/redacting-log-record-processor.ts';
import { clearDiagnostics, recordDiagnostics } from '../../foundation/diagnostics/recorded-diagnostics.ts';
import { maskingRedactor } from './masking-redactor.ts';

const recorded = recordDiagnostics();

function emit(record: LogRecord, mode: 'mask' | 'remove' = 'mask', maxLength?: number) {
  const exporter = new InMemoryLogRecordExporter();
  const redacting = new RedactingLogRecordProcessor(maskingRedactor(mode), maxLength);
  const provider = new LoggerProvider({ processors: [redacting, new SimpleLogRecordProcessor({ exporter })] });
  guardLoggerProvider(provider, maskingRedactor(mode)).getLogger('l').emit(record);
  const [{ body, attributes, eventName } = {}] = exporter.getFinishedLogRecords();
  return { body, attributes, eventName };
}

describe('RedactingLogRecordProcessor', () => {
  test('body, attributes and event name', () => {
    const record = { body: 'the secret', eventName: 'e.secret', attributes: { a: 'secret', password: 'x', n: 1 } };
    expect(emit(record)).toEqual({
      body: 'the [REDACTED]',
      eventName: 'e.[REDACTED]',
      attributes: { a: '[REDACTED]', password: '[REDACTED]', n: 1 },
    });
    expect(record.attributes).toEqual({ a: 'secret', password: 'x', n: 1 });
  });

  test('what is removed is absent', () => {
    expect(emit({ body: 'a', attributes: { password: 'x', kept: 1 } }, 'remove').attributes).toEqual({ kept: 1 });
  });

  test('texts are cut after their secrets are gone', () => {
    expect(emit({ attributes: { long: '12345secret' } }, 'mask', 8).attributes).toEqual({ long: '12345[RE' });
  });

  const throwing = {
    fine: 'a',
    get broken(): string {
      throw new Error('no');
    },
  };

  test('a getter that throws costs its own value and no exception', () => {
    const redactor = {
      ...maskingRedactor(),
      redactAttribute: (key: string) => (key === 'attributes' ? { fine: 'a', broken: '-' } : key),
    };
    const exporter = new InMemoryLogRecordExporter();
    const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
    guardLoggerProvider(provider, redactor).getLogger('l').emit({ attributes: throwing });
    expect(exporter.getFinishedLogRecords()[0]?.attributes).toEqual({ fine: 'a', broken: '-' });
  });

  test('a record that cannot be read at all is dropped with a warning', () => {
    clearDiagnostics(recorded);
    expect(emit({ attributes: throwing })).toEqual({});
    expect(recorded.warnings).toEqual([expect.stringMatching(/got one that throws "Error: no"; it is dropped$/)]);
  });

  test('a logger is guarded once, and keeps its own methods', () => {
    const provider = new LoggerProvider();
    const guarded = guardLoggerProvider(provider, maskingRedactor());
    expect(guarded.getLogger('l')).toBe(guarded.getLogger('l'));
    expect(guarded.getLogger('l').enabled).toEqual(expect.any(Function));
  });

  test('with nothing, or with options: a redactor as configured', () => {
    for (const given of [undefined, { patterns: [{ name: 'test', pattern: /s3cr3t/g }] }])
      expect(() => new RedactingLogRecordProcessor(given)).not.toThrow();
  });

  test.each([null, 'x', 7])('%j is no redactor', (redactor) => {
    expect(() => new RedactingLogRecordProcessor(redactor as never)).toThrow(TypeError);
  });
});
