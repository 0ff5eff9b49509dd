import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
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

const provider = new MeterProvider();

function idle(options: Partial<DelayedInstrumentationOptions> = {}) {
  const disable = jest.fn();
  const start = jest.fn((_provider: unknown) => ({ disable }));
  const instrumentation = new DelayedInstrumentation({ name: 'idle', start, isEnded: () => false, ...options });
  instrumentation.setMeterProvider(provider);
  return { instrumentation, start, disable };
}

describe('DelayedInstrumentation', () => {
  test('starts once, a second after it was enabled', () => {
    const { instrumentation, start } = idle();
    instrumentation.enable();
    instrumentation.enable();
    jest.advanceTimersByTime(999);
    expect(start).not.toHaveBeenCalled();
    jest.advanceTimersByTime(5_000);
    expect(start.mock.calls).toEqual([[provider]]);
  });

  test('never starts when it is disabled before, and ends when it is disabled after', () => {
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

  test('does not start after the providers were shut down', () => {
    const { instrumentation, start } = idle({ isEnded: () => true });
    instrumentation.enable();
    jest.advanceTimersByTime(5_000);
    expect(start).not.toHaveBeenCalled();
  });

  test('warns when the start fails', () => {
    const diagnostics = recordDiagnostics();
    const fails = (): never => {
      throw new Error('no heap');
    };
    const { instrumentation } = idle({ start: fails });
    instrumentation.enable();
    jest.advanceTimersByTime(5_000);
    expect(diagnostics.warnings).toEqual([
      'instrumentation idle: expected to start, got "no heap"; it measures nothing',
    ]);
  });
});
