import { beforeEach, describe, expect, test } from '@jest/globals';
import { globalErrorHandler } from '@opentelemetry/core';
import { handleSdkErrors } from '../../../src/distribution/providers/export-errors.ts';
import { clearDiagnostics, recordDiagnostics } from '../../foundation/diagnostics/recorded-diagnostics.ts';

const recorded = recordDiagnostics();
const known = new Error('told by its destination');
beforeEach(() => {
  clearDiagnostics(recorded);
  handleSdkErrors((error) => error === known);
});

describe('handleSdkErrors', () => {
  test('an error inside the SDK is one warning, without its stack', () => {
    globalErrorHandler(new Error('broken'));
    expect(recorded.warnings).toEqual(['inside the OpenTelemetry SDK: broken']);
  });

  test.each([
    ['the same message', new Error('same'), new Error('same'), 1],
    ['two messages', new Error('one'), new Error('two'), 2],
    ['a text', 'text', 'text', 1],
    ['an error without message', new Error(''), new Error(''), 1],
  ])('%s twice: %d', (...[, first, second, count]) => {
    globalErrorHandler(first);
    globalErrorHandler(second);
    expect(recorded.warnings).toHaveLength(count);
  });

  test.each([
    ['what a destination told', known],
    [
      'the metric reader, which wraps that',
      new Error('PeriodicExportingMetricReader: metrics export failed (error x)'),
    ],
  ])('%s is not told again', (_, error) => {
    globalErrorHandler(error);
    // Not even at debug level: the text is the server's.
    expect([...recorded.warnings, ...recorded.debug]).toEqual([]);
  });

  test('a message is one short line', () => {
    globalErrorHandler(new Error(`two\nlines ${'x'.repeat(1_000)}`));
    expect(recorded.warnings[0]).toMatch(/^inside the OpenTelemetry SDK: two\\x0alines x+…$/);
    expect(recorded.warnings[0]?.length).toBeLessThan(300);
  });

  test('however many different errors there are, none is told twice', () => {
    const messages = Array.from({ length: 150 }, (_, index) => `error ${index}`);
    for (const message of [...messages, ...messages]) globalErrorHandler(new Error(message));
    expect(recorded.warnings.length).toBeLessThanOrEqual(messages.length);
    expect(new Set(recorded.warnings).size).toBe(recorded.warnings.length);
  });
});
