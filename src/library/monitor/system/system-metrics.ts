import { statfs } from 'node:fs/promises';
import { availableParallelism, freemem, loadavg, totalmem, uptime } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Labels } from '../metrics/labels.ts';
import { type CgroupUsage, readCgroup } from './cgroup.ts';
import { RESOLUTION_SECONDS, type SystemInterval, type SystemProbe } from './system-probe.ts';

/** A gauge's value, its labels and its description. */
type Reading = readonly [name: string, value: number | undefined, labels?: Labels, description?: string];

interface Gauges {
  gauge(name: string, value: number, labels?: Labels, description?: string): void;
}

/**
 * Sets the gauges. Names are those of the semantic conventions where these have one; what they measure with another kind of instrument, and the
 * runtime instrumentation exports, has a name of its own: `process.eventloop.*`, `process.gc.*`. In a container its limits count.
 * https://opentelemetry.io/docs/specs/semconv/system/
 */
export async function collectSystemMetrics(probe: SystemProbe, metrics: Gauges): Promise<void> {
  const readings: Reading[] = [];
  await probe.interval((interval) => readings.push(...cpuReadings(interval), ...loopReadings(interval)));
  readings.push(...memoryReadings(readCgroup()), ...gcReadings(probe), ...processReadings(), ...(await diskReadings()));
  for (const [name, value, labels, description] of readings)
    if (value !== undefined && Number.isFinite(value)) metrics.gauge(name, value, labels, description);
}

function cpuReadings({ before, after }: SystemInterval): readonly Reading[] {
  const { cpuLimit } = readCgroup();
  const processors = Math.min(cpuLimit ?? Number.POSITIVE_INFINITY, availableParallelism());
  const available = ((after.millis - before.millis) / 1_000) * processors;
  const isContainer = cpuLimit !== undefined && after.containerCpu !== undefined && before.containerCpu !== undefined;
  const system = isContainer
    ? ((after.containerCpu ?? 0) - (before.containerCpu ?? 0)) / available
    : 1 - (after.idle - before.idle) / Math.max(1, after.all - before.all);
  const [one, five, fifteen] = loadavg();
  return [
    ['system.cpu.utilization', bounded(system), {}, 'Share of the processors that is in use, from 0 to 1'],
    ['system.cpu.limit', processors, {}, 'Processors that can be used: of a container, its limit'],
    ['system.cpu.load_average.1m', one, {}, 'Load average of one minute'],
    ['system.cpu.load_average.5m', five, {}, 'Load average of five minutes'],
    ['system.cpu.load_average.15m', fifteen, {}, 'Load average of fifteen minutes'],
    [
      'process.cpu.utilization',
      bounded((after.processCpu - before.processCpu) / available),
      {},
      'Share of the processors that this process uses, from 0 to 1',
    ],
    ['process.cpu.time', after.processCpu, {}, 'Seconds of processor time so far'],
  ];
}

const bounded = (share: number): number => Math.min(1, Math.max(0, share));

function loopReadings({ before, after, delay }: SystemInterval): readonly Reading[] {
  // Node measures from one tick to the next: what is beyond the distance of the ticks is delay.
  const seconds = (nanos: number): number | undefined =>
    delay.count > 0 ? Math.max(0, nanos / 1e9 - RESOLUTION_SECONDS) : undefined;
  const about = 'Delay of the event loop since the collection before, in seconds';
  return [
    ['process.eventloop.delay.mean', seconds(delay.mean), {}, about],
    ['process.eventloop.delay.max', seconds(delay.max), {}, about],
    ['process.eventloop.delay.p50', seconds(delay.percentile(50)), {}, about],
    ['process.eventloop.delay.p99', seconds(delay.percentile(99)), {}, about],
    [
      'process.eventloop.utilization',
      performance.eventLoopUtilization(after.loop, before.loop).utilization,
      {},
      'Share of the time in which the event loop was busy, from 0 to 1',
    ],
  ];
}

function memoryReadings({ memoryLimit = Number.POSITIVE_INFINITY, memoryUsed }: CgroupUsage): readonly Reading[] {
  const isContainer = memoryLimit < totalmem() && memoryUsed !== undefined;
  const limit = isContainer ? memoryLimit : totalmem();
  const used = isContainer ? memoryUsed : totalmem() - freemem();
  const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
  const state = (name: string): Labels => ({ 'system.memory.state': name });
  return [
    ['system.memory.limit', limit, {}, 'Bytes of memory that can be used: of a container, its limit'],
    ['system.memory.usage', used, state('used'), 'Bytes of memory by state'],
    ['system.memory.usage', limit - used, state('free'), 'Bytes of memory by state'],
    ['system.memory.utilization', bounded(used / limit), {}, 'Share of the memory that is in use, from 0 to 1'],
    ['process.memory.usage', rss, {}, 'Bytes of physical memory of this process'],
    ['process.memory.heap.used', heapUsed, {}, 'Bytes of the JavaScript heap that are in use'],
    ['process.memory.heap.limit', heapTotal, {}, 'Bytes of the JavaScript heap'],
    ['process.memory.external', external, {}, 'Bytes outside of the JavaScript heap that belong to its objects'],
  ];
}

function gcReadings({ collections }: SystemProbe): readonly Reading[] {
  return [...collections].flatMap(([type, { count, seconds }]): Reading[] => [
    [
      'process.gc.collections',
      count,
      { 'v8js.gc.type': type },
      'Garbage collections since the first collection of metrics',
    ],
    ['process.gc.duration', seconds, { 'v8js.gc.type': type }, 'Seconds in garbage collections since then'],
  ]);
}

function processReadings(): readonly Reading[] {
  return [
    ['process.uptime', process.uptime(), {}, 'Seconds since this process was started'],
    ['process.handles', process.getActiveResourcesInfo().length, {}, 'Sockets, timers and requests that are open'],
    ['system.uptime', uptime(), {}, 'Seconds since the system was started'],
  ];
}

/** Usage of the disk that holds the working directory. */
async function diskReadings(): Promise<readonly Reading[]> {
  const mountpoint = path.parse(process.cwd()).root;
  const disk = await statfs(process.cwd()).catch(() => undefined);
  if (disk === undefined) return [];
  const { blocks, bavail, bfree, bsize } = disk;
  const usage = (state: string, count: number): Reading => [
    'system.filesystem.usage',
    count * bsize,
    { 'system.filesystem.mountpoint': mountpoint, 'system.filesystem.state': state },
    'Bytes of the disk of the working directory by state',
  ];
  return [
    usage('used', blocks - bfree),
    usage('free', bavail),
    [
      'system.filesystem.utilization',
      (blocks - bfree) / Math.max(1, blocks - bfree + bavail),
      { 'system.filesystem.mountpoint': mountpoint },
      'Share of the disk of the working directory that is in use, from 0 to 1',
    ],
  ];
}
