import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { HealthChecker } from '../../../../src/public/health.ts';

const bare = (): HealthChecker => new HealthChecker({ defaultChecks: false });

describe('HealthChecker', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  test('has default checks of resources, memory, disk, event loop and export', async () => {
    const results = await new HealthChecker().runAllChecks();
    expect(Object.keys(results).sort()).toEqual([
      'disk',
      'event_loop',
      'export_pipeline',
      'memory',
      'system_resources',
    ]);
    expect(results['memory']?.details).toEqual(
      expect.objectContaining({ limit_bytes: expect.any(Number), used_bytes: expect.any(Number) }),
    );
    for (const { status } of Object.values(results)) expect(['healthy', 'degraded', 'unhealthy']).toContain(status);
  });

  test.each([
    ['healthy', [true, true], 'healthy'],
    ['a critical failure', [false, true], 'unhealthy'],
    ['a failure that is not critical', [true, false], 'degraded'],
  ])('combines results: %s', async (_name, [critical, other], expected) => {
    const health = bare()
      .registerCheck('critical', () => critical)
      .registerCheck('other', () => other, { critical: false });
    expect(health.getOverallStatus()).toBe('healthy');
    await health.runAllChecks();
    expect(health.getOverallStatus()).toBe(expected);
  });

  test('a group has its own results and status', async () => {
    const health = bare()
      .registerCheck('a', () => false, { groups: ['db'] })
      .registerCheck('b', () => true);
    expect(Object.keys(await health.runAllChecks('db'))).toEqual(['a']);
    expect(health.groups).toEqual(['db']);
    expect(health.getOverallStatus('db')).toBe('unhealthy');
    expect(health.getOverallStatus('other')).toBe('healthy');
  });

  test('an unknown check is unhealthy and says which there are', async () => {
    const result = await bare()
      .registerCheck('a', () => true)
      .runCheck('b');
    expect(result).toEqual(
      expect.objectContaining({ name: 'b', status: 'unhealthy', message: 'expected a check among a' }),
    );
  });

  test('a check is replaced and removed by its name', async () => {
    const health = bare()
      .registerCheck('a', () => false)
      .registerCheck('a', () => true);
    expect((await health.runCheck('a')).status).toBe('healthy');
    expect(Object.keys(await health.unregisterCheck('a').runAllChecks())).toEqual([]);
  });

  test('a heartbeat without a beat for too long is unhealthy', async () => {
    const health = bare();
    const { beat } = health.heartbeat('orders-consumer', { withinSeconds: 0.05 });
    beat();
    expect((await health.runCheck('orders-consumer')).status).toBe('healthy');
    const other = bare();
    other.heartbeat('late', { withinSeconds: 0 });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await other.runCheck('late')).toEqual(
      expect.objectContaining({
        status: 'unhealthy',
        message: expect.stringMatching(/^no progress: expected a beat within 0 s, got 0\.\d s without a beat$/),
      }),
    );
  });

  test('background checks run at once, again after the interval, and not after they were stopped', async () => {
    jest.useFakeTimers();
    let calls = 0;
    const health = bare().registerCheck('a', () => void calls++);
    health.startBackgroundChecks(30);
    await jest.advanceTimersByTimeAsync(0);
    expect(calls).toBe(1);
    await jest.advanceTimersByTimeAsync(34_000);
    expect(calls).toBe(2);
    health.stopBackgroundChecks();
    await jest.advanceTimersByTimeAsync(100_000);
    expect(calls).toBe(2);
  });

  test.each<readonly [string, () => unknown]>([
    [
      'HealthChecker: expected an option among defaultChecks, got "defaults"',
      () => new HealthChecker({ defaults: 1 } as object),
    ],
    ['registerCheck: expected name to be a non-empty string, got ""', () => bare().registerCheck('', () => true)],
    ['registerCheck: expected the check "a" to be a function, got 5', () => bare().registerCheck('a', 5 as never)],
    [
      'registerCheck: expected timeoutSeconds to be a number of seconds from 0 to 2147483, got -1',
      () => bare().registerCheck('a', () => true, { timeoutSeconds: -1 }),
    ],
    [
      'heartbeat: expected withinSeconds to be a number of seconds from 0 to 2147483, got undefined',
      () => bare().heartbeat('a', {} as never),
    ],
    [
      'startBackgroundChecks: expected seconds to be a number of seconds from 0 to 2147483, above 0, got 0',
      () => bare().startBackgroundChecks(0),
    ],
  ])('throws at once: %s', (message, act) => {
    expect(act).toThrow(new TypeError(message));
  });
});
