import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { MetricsCollector } from '../../../../src/library/monitor/metrics-collector.ts';
import { readCgroup } from '../../../../src/library/monitor/system/cgroup.ts';
import { TemporaryFolder } from '../../../program/temporary-folder.ts';

test('CPU, load, memory, disk, event loop and handles, as gauges', async () => {
  const metrics = new MetricsCollector();
  await metrics.collectSystemMetrics();
  // Node does not count what begins before its first tick after a collection: some go past it.
  for (let tries = 0; (metrics.getGaugeValue('process.eventloop.delay.max') ?? 0) < 0.02 && tries < 50; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 15));
    const until = performance.now() + 60;
    while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve, 15));
    await metrics.collectSystemMetrics();
  }
  const { gauges } = metrics.getSummary();
  const share = (name: string): void => {
    expect(gauges[name]).toBeGreaterThanOrEqual(0);
    expect(gauges[name]).toBeLessThanOrEqual(1);
  };
  for (const name of ['system.cpu', 'system.memory', 'system.filesystem', 'process.cpu', 'process.eventloop'])
    share(`${name}.utilization`);
  expect(gauges['process.memory.usage']).toBeGreaterThan(10_000_000);
  expect(gauges['system.memory.limit']).toBeGreaterThanOrEqual(gauges['process.memory.usage'] ?? 0);
  expect(gauges['process.eventloop.delay.max']).toBeGreaterThan(0.02);
  for (const name of ['system.cpu.load_average.1m', 'process.uptime', 'process.handles', 'system.uptime'])
    expect(gauges[name]).toBeGreaterThanOrEqual(0);
  expect(metrics.getGaugeValue('system.memory.usage', { 'system.memory.state': 'used' })).toBeGreaterThan(0);
  expect(metrics.getMetric('system.filesystem.usage')).toHaveLength(2);
  expect(metrics.droppedCount).toBe(0);
});

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly expected: object;
}

const CASES: readonly Case[] = [
  {
    name: 'version 2, limits of an outer group',
    files: {
      'proc/self/cgroup': '0::/pod/app\n',
      'sys/fs/cgroup/cgroup.controllers': 'cpu memory',
      'sys/fs/cgroup/cgroup.procs': '',
      'sys/fs/cgroup/pod/cgroup.procs': '',
      'sys/fs/cgroup/pod/memory.max': '536870912',
      'sys/fs/cgroup/pod/cpu.max': '50000 100000',
      'sys/fs/cgroup/pod/app/cgroup.procs': '',
      'sys/fs/cgroup/pod/app/memory.max': 'max',
      'sys/fs/cgroup/pod/app/memory.current': '1000000',
      'sys/fs/cgroup/pod/app/memory.stat': 'anon 600000\ninactive_file 300000\n',
      'sys/fs/cgroup/pod/app/cpu.max': 'max 100000',
      'sys/fs/cgroup/pod/app/cpu.stat': 'usage_usec 2500000\nuser_usec 1\n',
    },
    expected: { memoryLimit: 536_870_912, memoryUsed: 700_000, cpuLimit: 0.5, cpuSeconds: 2.5 },
  },
  {
    name: "version 1, in a container that sees its host's path",
    files: {
      'proc/self/cgroup': '5:memory:/docker/abc\n4:cpu,cpuacct:/docker/abc\n',
      'sys/fs/cgroup/memory/cgroup.procs': '',
      'sys/fs/cgroup/memory/memory.limit_in_bytes': '268435456',
      'sys/fs/cgroup/memory/memory.usage_in_bytes': '5000',
      'sys/fs/cgroup/memory/memory.stat': 'cache 1\ntotal_inactive_file 1000\n',
      'sys/fs/cgroup/cpu/cgroup.procs': '',
      'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '150000',
      'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000',
      'sys/fs/cgroup/cpuacct/cgroup.procs': '',
      'sys/fs/cgroup/cpuacct/cpuacct.usage': '3000000000',
    },
    expected: { memoryLimit: 268_435_456, memoryUsed: 4_000, cpuLimit: 1.5, cpuSeconds: 3 },
  },
  {
    name: 'version 1 without limits',
    files: {
      'sys/fs/cgroup/memory/cgroup.procs': '',
      'sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712',
      'sys/fs/cgroup/cpu/cgroup.procs': '',
      'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1',
      'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000',
    },
    expected: {},
  },
  { name: 'no control groups', files: {}, expected: {} },
];

test.each(CASES)('control groups: $name', ({ files, expected }) => {
  using folder = new TemporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder.path, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(readCgroup(folder.path)).toEqual(expected);
});
