import { describe, expect, test } from '@jest/globals';
import type { Check } from '../../../../src/library/health/checks/check-result.ts';
import { CheckRunner } from '../../../../src/library/health/checks/check-runner.ts';

const runnerOf = (check: unknown, more: object = {}): CheckRunner =>
  new CheckRunner({ name: 'c', check: check as Check, timeoutSeconds: 5, isCritical: true, groups: [], ...more });

describe('CheckRunner', () => {
  test.each<readonly [string, unknown, object]>([
    ['nothing is healthy', () => undefined, { status: 'healthy', message: 'OK' }],
    ['true is healthy', async () => true, { status: 'healthy' }],
    ['false is unhealthy', () => false, { status: 'unhealthy', message: 'the check returned false' }],
    [
      'a status is taken',
      () => ({ status: 'degraded', message: 'm', details: { a: 1 } }),
      { status: 'degraded', message: 'm', details: { a: 1 } },
    ],
    [
      'an unknown status is unhealthy',
      () => ({ status: 'fine' }),
      { status: 'unhealthy', message: expect.stringContaining('healthy, degraded, unhealthy') },
    ],
    ['a number is unhealthy', () => 5, { status: 'unhealthy' }],
    [
      'an Error that is thrown',
      () => {
        throw new Error('gone');
      },
      { status: 'unhealthy', message: 'gone' },
    ],
    [
      'a string that is thrown',
      () => {
        throw 'text';
      },
      { status: 'unhealthy', message: 'text' },
    ],
    [
      'a rejection without a text',
      () => Promise.reject(Object.create(null)),
      { status: 'unhealthy', message: 'the check threw a value without a text' },
    ],
    ['a message of several lines is one', () => ({ status: 'degraded', message: 'a\nb' }), { message: 'a\\x0ab' }],
  ])('%s', async (_name, check, expected) => {
    expect(await runnerOf(check).run()).toEqual(
      expect.objectContaining({ name: 'c', durationMs: expect.any(Number), ...expected }),
    );
  });

  test('removes secrets from messages', async () => {
    const secret = `pw${'x7'.repeat(8)}`;
    const result = await runnerOf(() => Promise.reject(new Error(`connect postgresql://u:${secret}@h/db`))).run();
    expect(result.message).not.toContain(secret);
    expect(result.message).toContain('connect postgresql://');
  });

  test('a check that never settles is unhealthy, and its signal aborts', async () => {
    let aborted: AbortSignal | undefined;
    const check = (signal: AbortSignal): Promise<never> => {
      aborted = signal;
      return new Promise(() => {});
    };
    const result = await runnerOf(check, { timeoutSeconds: 0.05 }).run();
    expect(result).toEqual(
      expect.objectContaining({ status: 'unhealthy', message: 'timeout: no result within 0.05 s' }),
    );
    expect(aborted?.aborted).toBe(true);
  });

  test('a thousand callers at once and within a second share one call; later ones get another', async () => {
    let calls = 0;
    let now = 0;
    const runner = runnerOf(async () => void calls++, { now: () => now });
    const results = await Promise.all(Array.from({ length: 1_000 }, () => runner.run()));
    now = 999;
    await runner.run();
    expect(new Set(results).size).toBe(1);
    expect(calls).toBe(1);
    now = 1_000;
    await runner.run();
    expect(calls).toBe(2);
  });

  test('calls that do not settle do not pile up', async () => {
    let calls = 0;
    let now = 0;
    const runner = runnerOf(
      () => {
        calls++;
        return new Promise(() => {});
      },
      { timeoutSeconds: 0.01, now: () => now },
    );
    for (let i = 0; i < 6; i++) {
      now += 1_000;
      await runner.run();
    }
    expect(calls).toBe(3);
    expect(runner.last?.message).toBe('timeout: 3 calls of the check have not settled');
  });
});
