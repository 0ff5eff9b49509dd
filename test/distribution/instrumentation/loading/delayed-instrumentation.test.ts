import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import {
  DelayedInstrumentation,
  type DelayedInstrumentationOptions,
} from '../../../../src/distribution/instrumentation/loading/delayed-instrumentation.ts';
import { recordDiagnostics } from '../../../foundation/diagnostics/recorded-diagnostics.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function idle(options: Partial<DelayedInstrumentationOptions> = {}) {
  const disable = jest.fn();
  const start = jest.fn((_provider: unknown) => ({ disable }));
  const instrumentation = new DelayedInstrumentation({ name: 'idle', start, isEnded: () => false, ...options });
  instrumentation.setMeterProvider(metrics.getMeterProvider());
  return { instrumentation, start, disable };
}

test('it starts once, a second after it was enabled', () => {
  const { instrumentation, start } = idle();
  instrumentation.enable();
  instrumentation.enable();
  jest.advanceTimersByTime(999);
  expect(start).not.toHaveBeenCalled();
  jest.advanceTimersByTime(5_000);
  expect(start.mock.calls).toEqual([[metrics.getMeterProvider()]]);
});

test('disabled before: it never starts; after: it ends', () => {
  const { instrumentation, start, disable } = idle();
  instrumentation.enable();
  instrumentation.disable();
  jest.advanceTimersByTime(5_000);
  expect(start).not.toHaveBeenCalled();
  instrumentation.enable();
  jest.advanceTimersByTime(5_000);
  instrumentation.disable();
  expect(disable).toHaveBeenCalledTimes(1);
});

test('after the providers were shut down it does not start', () => {
  const { instrumentation, start } = idle({ isEnded: () => true });
  instrumentation.enable();
  jest.advanceTimersByTime(5_000);
  expect(start).not.toHaveBeenCalled();
});

test('a start that fails is a warning', () => {
  const diagnostics = recordDiagnostics();
  const fails = (): never => {
    throw new Error('no heap');
  };
  const { instrumentation } = idle({ start: fails });
  instrumentation.enable();
  jest.advanceTimersByTime(5_000);
  expect(diagnostics.warnings).toEqual(['instrumentation idle: expected to start, got "no heap"; it measures nothing']);
});
