import { describe, expect, test } from '@jest/globals';
import { leadingTo, startReceiver } from '../../environment/delivery.ts';
import { expectOutcome } from '../../program/outcome.ts';
import { Program } from '../../program/program.ts';

/** No test about a limit of time: the limit of an export is the interval at most. */
const EVERY_SECOND = { OTEL_METRIC_EXPORT_INTERVAL: '2000', OTEL_METRIC_EXPORT_TIMEOUT: '2000' };
const ON = { OTEL_INSTRUMENTATION_RUNTIME_NODE_ENABLED: 'true', OTEL_INSTRUMENTATION_PROCESS_METRICS_ENABLED: 'true' };

describe('metrics of the process', () => {
  test('are recorded in a program that lives on, which ends as it would without them', async () => {
    await using receiver = await startReceiver('http');
    await using program = new Program({
      file: 'on-command.mjs',
      env: { ...leadingTo(receiver), ...EVERY_SECOND, ...ON },
      nodeOptions: ['--max-semi-space-size=1', '--import', './register.ts'],
    });
    const find = (name: string) => receiver.store.metrics.find((metric) => metric.name === name);
    await receiver.waitFor(() => find('process.cpu.time') && find('nodejs.eventloop.delay.p99'));
    program.endInput();
    expectOutcome(await program.finished, { stderr: '' });
    expect(find('process.cpu.time')).toMatchObject({
      type: 'sum',
      monotonic: true,
      unit: 's',
      points: [{ attributes: { 'cpu.mode': 'user' } }, { attributes: { 'cpu.mode': 'system' } }],
    });
    expect(find('process.memory.usage')).toMatchObject({ type: 'sum', monotonic: false, unit: 'By' });
    const [memory] = find('process.memory.usage')?.points ?? [];
    expect(memory).toMatchObject({ value: expect.any(Number) });
    const names = new Set(receiver.store.metrics.map(({ name }) => name));
    expect([...names]).toEqual(
      expect.arrayContaining([
        'process.context_switches',
        'process.paging.faults',
        'process.uptime',
        'nodejs.eventloop.utilization',
        'nodejs.eventloop.time',
        'v8js.memory.heap.used',
      ]),
    );
  });

  test('are not waited for in a program that is over before they start', async () => {
    await using receiver = await startReceiver('http');
    await using program = new Program({
      file: 'telemetry.mjs',
      env: { ...leadingTo(receiver), ...ON },
    });
    expectOutcome(await program.finished, { stderr: '' });
    expect(receiver.store.metrics.length).toBeGreaterThan(0);
  });
});
