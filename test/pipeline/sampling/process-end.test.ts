import { describe, expect, test } from '@jest/globals';
import { deliveryOf, leadingTo, named, namesOf, startReceiver } from '../../environment/delivery.ts';
import { runProgram } from '../../program/run-program.ts';

const CASES = ['natural', 'process.exit', 'throw', 'SIGTERM'].flatMap((way) => [
  { way, rate: '0', names: ['before', 'failing'] },
  // In the share: it is going to be kept anyway.
  { way, rate: '0.999999', names: ['before', 'failing', 'plain'] },
]);

describe('preset sampling at the end of a process', () => {
  test.concurrent.each(CASES)(
    '$way, rate $rate: of traces that are held there arrive $names',
    async ({ way, rate, names }) => {
      await using receiver = await startReceiver('http');
      const env = { ...leadingTo(receiver), OTELIER_PRESET: 'production', OTELIER_SAMPLING_RATE: rate };
      const signal = way === 'SIGTERM' ? { signal: { name: way, after: /ready/ } as const } : {};
      const result = await runProgram({ file: 'holds.mjs', args: [way], env, ...signal });
      expect(result.stdout).toBe('ready\n');
      const { spans } = deliveryOf(result, receiver);
      expect(namesOf(spans)).toEqual(names);
    },
  );

  test.concurrent('at the natural end the counts that arrive are the last ones', async () => {
    await using receiver = await startReceiver('http');
    const env = { ...leadingTo(receiver), OTELIER_PRESET: 'production', OTELIER_SAMPLING_RATE: '0' };
    const result = await runProgram({ file: 'holds.mjs', args: ['natural'], env });
    const { metrics } = deliveryOf(result, receiver);
    const points = named(metrics, 'otelier.sampling.traces').points.filter(
      (point) => 'value' in point && point.value !== 0,
    );
    expect(points).toEqual([
      expect.objectContaining({ value: 1, attributes: { decision: 'kept', reason: 'error' } }),
      expect.objectContaining({ value: 1, attributes: { decision: 'dropped' } }),
    ]);
  });
});
