import { describe, expect, test } from '@jest/globals';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { recordUncaught } from '../../../src/distribution/lifecycle/uncaught-record.ts';

function record(error: unknown, isFatal = true) {
  const exporter = new InMemoryLogRecordExporter();
  const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
  recordUncaught(provider, error, 'uncaughtException', isFatal);
  const [{ severityNumber, severityText, body, attributes } = {}] = exporter.getFinishedLogRecords();
  return { severityNumber, severityText, body, attributes };
}

class OrderError extends Error {}

describe('recordUncaught', () => {
  test('an error: type, message and stack, by the conventions of exceptions in logs', () => {
    const error = new OrderError('no such order');
    expect(record(error)).toEqual({
      severityNumber: 21,
      severityText: 'FATAL',
      body: 'uncaughtException: no such order',
      attributes: {
        'exception.type': 'OrderError',
        'exception.message': 'no such order',
        'exception.stacktrace': error.stack,
        'otelier.exception.origin': 'uncaughtException',
      },
    });
  });

  test('the application goes on: an error, not a fatal one', () => {
    expect(record(new Error('x'), false)).toMatchObject({ severityNumber: 17, severityText: 'ERROR' });
  });

  test.each([
    ['text', 'string', 'text'],
    [undefined, 'undefined', 'undefined'],
    [Object.create(null), 'object', '{}'],
    [{ code: 1, self: new Map([['k', 2n]]) }, 'object', '{"code":1,"self":{"k":"2"}}'],
    [7n, 'bigint', '7'],
  ])('anything can be thrown: %p', (thrown, type, message) => {
    const { attributes } = record(thrown);
    expect(attributes).toEqual({
      'exception.type': type,
      'exception.message': message,
      'otelier.exception.origin': 'uncaughtException',
    });
  });

  test('the causes of an error are in its stack trace', () => {
    const inner = new TypeError('inner');
    const error = new Error('outer', { cause: inner });
    expect(record(error).attributes).toMatchObject({
      'exception.stacktrace': `${error.stack}\nCaused by: ${inner.stack}`,
    });
  });
});
