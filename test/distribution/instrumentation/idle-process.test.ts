import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { withoutResolution } from '../../../src/distribution/instrumentation/runtime-metrics.ts';
import { leadingTo, startReceiver } from '../../environment/delivery.ts';
import { Program } from '../../program/program.ts';

const MEASURED_SECONDS = 4;
const ON = { OTEL_INSTRUMENTATION_RUNTIME_NODE_ENABLED: 'true', OTEL_INSTRUMENTATION_PROCESS_METRICS_ENABLED: 'true' };

/** How often the main thread of an idle process was woken in each second. */
async function wakeUps(env: Readonly<Record<string, string>>): Promise<number> {
  await using receiver = await startReceiver('http');
  const file = 'says-its-id.mjs';
  await using program = new Program({ file, env: { ...leadingTo(receiver), ...ON, ...env } });
  const [, id = ''] = await program.printed('stdout', /^(\d+)$/m);
  // Metrics of the runtime start a second later.
  await sleep(2_500);
  const before = switches(id);
  await sleep(MEASURED_SECONDS * 1_000);
  return (switches(id) - before) / MEASURED_SECONDS;
}

const sleep = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

function switches(id: string): number {
  const status = readFileSync(`/proc/${id}/task/${id}/status`, 'utf8');
  return Number(/^voluntary_ctxt_switches:\s+(\d+)$/m.exec(status)?.[1]);
}

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('an idle process', () => {
  test('is woken at most 10 times a second with everything on', async () => {
    expect(await wakeUps({})).toBeLessThanOrEqual(10);
  }, 40_000);

  test('is not woken without metrics', async () => {
    expect(await wakeUps({ OTEL_METRICS_EXPORTER: 'none' })).toBeLessThan(1);
  }, 40_000);
});

test('withoutResolution: the delay is what exceeds the interval of the measurements', () => {
  const histogram = { count: 9, min: 250e6, max: 400e6, mean: 260e6, stddev: 3, percentile: () => 300e6 };
  const controls = { reset: () => {}, enable: () => true, disable: () => true };
  const delay = withoutResolution({ ...histogram, ...controls }, 250);
  expect([delay.min, delay.max, delay.mean, delay.percentile(50), delay.stddev]).toEqual([0, 150e6, 10e6, 50e6, 3]);
});
