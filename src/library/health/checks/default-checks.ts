import { statfs } from 'node:fs/promises';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { type EventLoopUtilization, monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { exportSnapshots } from '../../../pipeline/delivery/export-ledger.ts';
import { readCgroup } from '../../monitor/system/cgroup.ts';
import type { Check, CheckOutcome, HealthStatus } from './check-result.ts';

/** Shares of a limit, from 0 to 1, from which a check is degraded and unhealthy. */
interface Thresholds {
  readonly degraded: number;
  readonly unhealthy: number;
}

const MEMORY: Thresholds = { degraded: 0.9, unhealthy: 0.97 };
const DISK: Thresholds = { degraded: 0.9, unhealthy: 0.98 };
const CPU: Thresholds = { degraded: 0.95, unhealthy: Number.POSITIVE_INFINITY };
/** Seconds of delay, 99th percentile since the check before. */
const EVENT_LOOP: Thresholds = { degraded: 0.25, unhealthy: 2 };
const RESOLUTION_MILLIS = 20;

const statusOf = (value: number, { degraded, unhealthy }: Thresholds): HealthStatus =>
  value >= unhealthy ? 'unhealthy' : value >= degraded ? 'degraded' : 'healthy';
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

/** The checks that every HealthChecker has unless it was created with `defaultChecks: false`. */
export function createDefaultChecks(): Readonly<Record<string, Check>> {
  return {
    system_resources: checkCpu(),
    memory: checkMemory,
    disk: checkDisk,
    event_loop: checkEventLoop(),
    export_pipeline: checkExportPipeline(),
  };
}

/** Memory against the tightest limit: of the container, else of the host. */
function checkMemory(): CheckOutcome {
  const { memoryLimit = Number.POSITIVE_INFINITY, memoryUsed } = readCgroup();
  const isContainer = memoryLimit < totalmem() && memoryUsed !== undefined;
  const limit = isContainer ? memoryLimit : totalmem();
  const used = isContainer ? memoryUsed : totalmem() - freemem();
  const share = used / limit;
  return {
    status: statusOf(share, MEMORY),
    message: `${percent(share)} of the ${isContainer ? "container's" : "host's"} memory in use`,
    details: { used_bytes: used, limit_bytes: limit, process_bytes: process.memoryUsage.rss() },
  };
}

/** The disk of the working directory. */
async function checkDisk(): Promise<CheckOutcome> {
  const { blocks, bavail, bfree, bsize } = await statfs(process.cwd());
  const share = (blocks - bfree) / Math.max(1, blocks - bfree + bavail);
  return {
    status: statusOf(share, DISK),
    message: `${percent(share)} of the disk in use`,
    details: { free_bytes: bavail * bsize, used_bytes: (blocks - bfree) * bsize },
  };
}

/** Processor time of this process since the check before, against what it may use. */
function checkCpu(): Check {
  let before = { at: performance.now(), cpu: process.cpuUsage() };
  return () => {
    const after = { at: performance.now(), cpu: process.cpuUsage() };
    const seconds = (after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system) / 1e6;
    const processors = Math.min(readCgroup().cpuLimit ?? Number.POSITIVE_INFINITY, availableParallelism());
    const share = seconds / (Math.max(1, after.at - before.at) / 1_000) / processors;
    before = after;
    return {
      status: statusOf(share, CPU),
      message: `${percent(share)} of the processors in use`,
      details: { cpu_utilization: rounded(share), processors },
    };
  };
}

/** Delay and utilisation of the event loop since the check before. */
function checkEventLoop(): Check {
  let delay: ReturnType<typeof monitorEventLoopDelay> | undefined;
  let before: EventLoopUtilization = performance.eventLoopUtilization();
  return () => {
    const utilization = performance.eventLoopUtilization(before).utilization;
    before = performance.eventLoopUtilization();
    const nanos = delay !== undefined && delay.count > 0 ? delay.percentile(99) : 0;
    const seconds = Math.max(0, nanos / 1e9 - RESOLUTION_MILLIS / 1_000);
    if (delay === undefined) {
      // The measurement starts with the first check: an application that asks for none does not pay for it.
      delay = monitorEventLoopDelay({ resolution: RESOLUTION_MILLIS });
      delay.enable();
    } else delay.reset();
    return {
      status: statusOf(seconds, EVENT_LOOP),
      message: `event loop delay ${Math.round(seconds * 1_000)} ms (p99), utilization ${percent(utilization)}`,
      details: { delay_p99_seconds: rounded(seconds), utilization: rounded(utilization) },
    };
  };
}

/** Degraded while exports fail, or when telemetry was dropped since the check before. Never unhealthy: the application serves all the same. */
function checkExportPipeline(): Check {
  let droppedBefore = 0;
  return () => {
    const snapshots = exportSnapshots();
    const dropped = snapshots
      .flatMap((snapshot) => Object.values(snapshot.dropped))
      .reduce((sum, items) => sum + items, 0);
    const newlyDropped = dropped - droppedBefore;
    droppedBefore = dropped;
    const down = snapshots
      .filter(({ isDown }) => isDown)
      .map(({ signal, destination }) => `${signal} to ${destination}`);
    const details = { down, dropped, waiting: snapshots.reduce((sum, { queueSize }) => sum + queueSize, 0) };
    if (down.length > 0) return { status: 'degraded', message: `export fails: ${down.join(', ')}`, details };
    if (newlyDropped > 0)
      return { status: 'degraded', message: `${newlyDropped} items dropped since the last check`, details };
    return { status: 'healthy', message: snapshots.length === 0 ? 'nothing is exported' : 'exports succeed', details };
  };
}
