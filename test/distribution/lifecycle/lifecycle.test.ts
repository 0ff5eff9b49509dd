import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Lifecycle } from '../../../src/distribution/lifecycle/lifecycle.ts';
import { clearDiagnostics, recordDiagnostics } from '../../foundation/diagnostics/recorded-diagnostics.ts';

const recorded = recordDiagnostics();
const WATCHED = ['beforeExit', 'exit', 'uncaughtExceptionMonitor', 'SIGTERM', 'SIGINT'] as const;
const listeners = (): number[] => WATCHED.map((event) => process.listenerCount(event));
const atRest = listeners();

beforeEach(() => {
  jest.useFakeTimers();
  clearDiagnostics(recorded);
});
afterEach(() => {
  jest.useRealTimers();
  expect(listeners()).toEqual(atRest);
});

const never = (): Promise<void> => new Promise(() => {});
const reject = (): Promise<void> => Promise.reject(new Error('broken'));
const done = async (): Promise<void> => {};

function create(work: () => Promise<void>, timeoutMillis = 100) {
  const calls: string[] = [];
  const givenUp: string[] = [];
  const note = (name: string) => () => {
    calls.push(name);
    return work();
  };
  const options = {
    flush: note('flush'),
    shutdown: note('shutdown'),
    stopRetrying: () => {},
    abortAll: (message: string) => void givenUp.push(message),
    exitDelivery: { prepare: () => {}, deliver: () => {} },
    needsEventLoop: false,
    onUncaught: () => {},
  };
  return { lifecycle: new Lifecycle({ ...options, timeoutMillis }), calls, givenUp };
}

async function taken(promise: Promise<void>): Promise<number> {
  const before = performance.now();
  const end = promise.then(() => performance.now() - before);
  await jest.advanceTimersByTimeAsync(10_000);
  return end;
}

const LATE_FLUSH = 'flush took longer than 100 ms (OTELIER_SHUTDOWN_TIMEOUT); unsent telemetry is sent later';
const LATE_SHUTDOWN =
  'shutdown took longer than 100 ms (OTELIER_SHUTDOWN_TIMEOUT); telemetry that was not sent is lost';

describe('Lifecycle', () => {
  test.each([
    ['flush', 'succeeds', done, 0, [], []],
    ['flush', 'fails', reject, 0, [], []],
    ['flush', 'hangs', never, 100, [LATE_FLUSH], []],
    ['shutdown', 'succeeds', done, 0, [], []],
    ['shutdown', 'fails', reject, 0, [], []],
    ['shutdown', 'hangs', never, 100, [], [LATE_SHUTDOWN]],
  ] as const)('%s never rejects and ends in time: %s', async (what, _, work, millis, warnings, messages) => {
    const { lifecycle, calls, givenUp } = create(work);
    expect(await taken(lifecycle[what]())).toBe(millis);
    expect(calls).toEqual([what]);
    expect(recorded.warnings).toEqual(warnings);
    expect(givenUp).toEqual(messages);
  });

  test.each(['flush', 'shutdown'] as const)('%s never rejects, not even when its work throws at once', async (what) => {
    const { lifecycle } = create(() => {
      throw new Error('thrown, not rejected');
    });
    await expect((async () => lifecycle[what]())()).resolves.toBeUndefined();
  });

  test('shutdown is done once, and the second call waits for the first', async () => {
    const { lifecycle, calls } = create(() => new Promise((resolve) => setTimeout(resolve, 50)));
    const first = lifecycle.shutdown();
    expect(await taken(Promise.all([first, lifecycle.shutdown()]).then(() => {}))).toBe(50);
    await lifecycle.shutdown();
    expect(calls).toEqual(['shutdown']);
  });

  test('flush can be asked for as often as one likes', async () => {
    const { lifecycle, calls } = create(done);
    await Promise.all([lifecycle.flush(), lifecycle.flush()]);
    await lifecycle.flush();
    expect(calls).toEqual(['flush', 'flush', 'flush']);
  });

  test('it watches the end of the process from install to shutdown', async () => {
    const { lifecycle } = create(done);
    lifecycle.install();
    expect(listeners()).toEqual(atRest.map((count) => count + 1));
    await lifecycle.shutdown();
    expect(listeners()).toEqual(atRest);
  });

  test.each(['flush', 'shutdown'] as const)('%s without any time waits for nothing and says nothing', async (what) => {
    const { lifecycle, calls, givenUp } = create(never, 0);
    expect(await taken(lifecycle[what]())).toBe(0);
    expect([calls, recorded.warnings, givenUp]).toEqual([[what], [], []]);
  });
});
