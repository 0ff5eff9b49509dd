import { cpus } from 'node:os';
import {
  constants,
  monitorEventLoopDelay,
  type PerformanceEntry,
  PerformanceObserver,
  performance,
} from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { readCgroup } from './cgroup.ts';

const FIRST_INTERVAL_MILLIS = 100;
/** The distance of the ticks by which the event loop's delay is measured. */
export const RESOLUTION_SECONDS = 0.01;

/** A snapshot of counters that only grow. */
interface Totals {
  readonly millis: number;
  /** Seconds. */
  readonly processCpu: number;
  readonly idle: number;
  readonly all: number;
  readonly containerCpu: number | undefined;
  readonly loop: ReturnType<typeof performance.eventLoopUtilization>;
}

/** Between two moments. */
export interface SystemInterval {
  readonly before: Totals;
  readonly after: Totals;
  /** Nanoseconds. */
  readonly delay: ReturnType<typeof monitorEventLoopDelay>;
}

const GC_TYPES: Readonly<Record<number, string>> = {
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weakcb',
};

/** Watches what can only be measured over time, from its creation on. It does not keep the process alive. */
export class SystemProbe {
  /** Type -> collections and seconds so far. */
  readonly collections = new Map<string, { count: number; seconds: number }>();
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_SECONDS * 1_000 });
  #before: Totals = totals();
  #isFirst = true;

  constructor() {
    this.#delay.enable();
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) this.#collected(entry);
    }).observe({ entryTypes: ['gc'] });
  }

  /** Since the call before. */
  async interval(read: (interval: SystemInterval) => void): Promise<void> {
    if (this.#isFirst) await wait(FIRST_INTERVAL_MILLIS);
    this.#isFirst = false;
    const after = totals();
    read({ before: this.#before, after, delay: this.#delay });
    this.#before = after;
    this.#delay.reset();
  }

  #collected(entry: PerformanceEntry): void {
    const { kind } = (entry as PerformanceEntry & { detail?: { kind?: number } }).detail ?? {};
    const type = GC_TYPES[kind ?? 0] ?? 'other';
    const { count, seconds } = this.collections.get(type) ?? { count: 0, seconds: 0 };
    this.collections.set(type, { count: count + 1, seconds: seconds + entry.duration / 1_000 });
  }
}

function totals(): Totals {
  const { user, system } = process.cpuUsage();
  let [idle, all] = [0, 0];
  for (const { times } of cpus()) {
    idle += times.idle;
    all += times.user + times.nice + times.sys + times.irq + times.idle;
  }
  return {
    millis: performance.now(),
    processCpu: (user + system) / 1e6,
    idle,
    all,
    containerCpu: readCgroup().cpuSeconds,
    loop: performance.eventLoopUtilization(),
  };
}
