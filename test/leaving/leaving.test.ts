import { describe, expect, test } from '@jest/globals';
import { startReceiver } from '../environment/delivery.ts';
import { hanging } from '../environment/hanging.ts';
import { expectAll, expectSame, type Leaving, leavePlain, leaveUnderOtelier, type Signals } from './comparison.ts';

const FILES = ['leaves.mjs', 'leaves.cjs'];

const UNCAUGHT = (text: string, origin = 'uncaughtException'): unknown =>
  expect.stringMatching(`^(${origin}|unhandledRejection): ${text}$`);

/** The way to leave, and the log records that otelier or the application adds. */
const WAYS: readonly (readonly [string, readonly unknown[], Signals?])[] = [
  ['natural', []],
  ['async end', []],
  ['process.exit', []],
  ['exitCode and natural', []],
  ['throw', [UNCAUGHT('thrown by the application')]],
  ['throw later', [UNCAUGHT('thrown later')]],
  ['throw no error', [UNCAUGHT('.object Object.')]],
  ['throw a cause', [UNCAUGHT('outer')]],
  ['reject', [UNCAUGHT('rejected by the application')]],
  ['reject undefined', [UNCAUGHT('.*undefined.*')]],
  ['own uncaughtException', [UNCAUGHT('handled')]],
  ['own unhandledRejection', []],
  ['throw in exit', [UNCAUGHT('thrown in exit')]],
  ['log in exit', ['in exit']],
  ['work in beforeExit', []],
  ['wait', [], ['SIGTERM']],
  ['wait', [], ['SIGINT']],
  ['own handler', [], ['SIGTERM']],
  ['own handler', [], ['SIGINT']],
  ['own once handler that exits', [], ['SIGTERM']],
  ['signal-exit 3', [], ['SIGTERM']],
  ['signal-exit 4', [], ['SIGINT']],
  ['signal-exit 3 and 4', [], ['SIGTERM']],
];

const CASES = FILES.flatMap((file) => WAYS.map(([way, records, signals = []]) => ({ file, way, signals, records })));

describe('the end of a process', () => {
  test.concurrent.each(CASES)(
    '$file, $way $signals: all arrives once, and all else is as without otelier',
    async ({ records, ...leaving }) => {
      await using receiver = await startReceiver('http');
      const [plain, ours] = await Promise.all([leavePlain(leaving), leaveUnderOtelier(leaving, receiver)]);
      expectSame(ours, plain);
      expect(ours.stderr).not.toMatch(/^otelier /m);
      expectAll(receiver, records);
    },
  );

  const HANGING: readonly Omit<Leaving, 'file'>[] = [
    { way: 'natural' },
    { way: 'process.exit' },
    { way: 'throw later' },
    { way: 'wait', signals: ['SIGTERM'] },
    { way: 'own once handler that exits', signals: ['SIGTERM'] },
  ];

  test.concurrent.each(HANGING)(
    'a Collector that hangs, $way $signals: the end comes after OTELIER_SHUTDOWN_TIMEOUT',
    async (leaving) => {
      await using receiver = await startReceiver('http', hanging());
      const given = { ...leaving, file: 'leaves.mjs', env: { OTELIER_SHUTDOWN_TIMEOUT: '700' } };
      const [plain, ours] = await Promise.all([leavePlain(given), leaveUnderOtelier(given, receiver)]);
      expectSame(ours, plain);
      expect(ours.stderr).toMatch(/^otelier \[warn\] .*700 ms \(OTELIER_SHUTDOWN_TIMEOUT\).*lost/m);
      expect(ours.durationMs).toBeGreaterThan(650);
      expect(ours.durationMs).toBeLessThan(8_000);
    },
  );

  test.concurrent('a second Ctrl-C does not wait for a Collector that hangs', async () => {
    await using receiver = await startReceiver('http', hanging());
    const leaving: Leaving = { file: 'leaves.mjs', way: 'wait', signals: ['SIGINT', 'SIGINT'] };
    const ours = await leaveUnderOtelier({ ...leaving, env: { OTELIER_SHUTDOWN_TIMEOUT: '40000' } }, receiver);
    expectSame(ours, await leavePlain(leaving));
    expect(ours.durationMs).toBeLessThan(20_000);
  });

  test.concurrent('a thread cannot be started under the permission model: the end is as plain, and what is lost is said', async () => {
    await using receiver = await startReceiver('http');
    const leaving = {
      file: 'leaves.mjs',
      way: 'process.exit',
      nodeOptions: ['--permission', '--allow-fs-read=*'],
    };
    const [plain, ours] = await Promise.all([leavePlain(leaving), leaveUnderOtelier(leaving, receiver)]);
    expectSame(ours, plain);
    expect(ours.stderr).toMatch(
      /cannot deliver .*Access to this API has been restricted.*lost: 1000 spans, 1 metric, 10 log records/,
    );
  });
});
