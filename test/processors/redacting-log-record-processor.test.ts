import { expect, test } from '@jest/globals';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { RedactingLogRecordProcessor } from '../../src/processors/redacting-log-record-processor.ts';
import { fakeRedactor } from '../logs/fake-redactor.ts';

function emitted(processor: RedactingLogRecordProcessor) {
  const exporter = new InMemoryLogRecordExporter();
  const provider = new LoggerProvider({ processors: [processor, new SimpleLogRecordProcessor({ exporter })] });
  provider.getLogger('test').emit({ body: 'a s3cr3t', attributes: { a: 's3cr3t', dropped: 1 } });
  const [record] = exporter.getFinishedLogRecords();
  return { body: record?.body, attributes: record?.attributes };
}

test('with a redactor', () => {
  const expected = { body: 'a [REDACTED:test]', attributes: { a: '[REDACTED:test]' } };
  expect(emitted(new RedactingLogRecordProcessor(fakeRedactor()))).toEqual(expected);
});

test('with nothing, or with options: a redactor as configured', () => {
  for (const processor of [
    new RedactingLogRecordProcessor(),
    new RedactingLogRecordProcessor({ patterns: [{ name: 'test', pattern: /s3cr3t/g }] }),
  ])
    expect(emitted(processor)).toMatchObject({ body: expect.any(String) });
});

test.each([null, 'x', 7])('%j is no redactor', (redactor) => {
  expect(() => new RedactingLogRecordProcessor(redactor as never)).toThrow(TypeError);
});
