import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Limits and usage of a container. An absent value is unlimited or unknown. */
export interface CgroupUsage {
  /** Bytes. */
  readonly memoryLimit?: number;
  /** Bytes, without the page cache that can be given back. */
  readonly memoryUsed?: number;
  /** Processors, also parts of one. */
  readonly cpuLimit?: number;
  /** Seconds of processor time of all processes in it so far. */
  readonly cpuSeconds?: number;
}

/** More is v1's way of saying that there is no limit. */
const NO_LIMIT = 2 ** 60;

/**
 * Reads the control groups of this process, version 2 or 1, up to the outermost one: the tightest limit counts.
 * https://docs.kernel.org/admin-guide/cgroup-v2.html
 * @param root where `/proc` and `/sys` are
 */
export function readCgroup(root = '/'): CgroupUsage {
  const groups = groupsOf(read(path.join(root, 'proc/self/cgroup')) ?? '');
  const files = path.join(root, 'sys/fs/cgroup');
  const isV2 = read(path.join(files, 'cgroup.controllers')) !== undefined;
  return defined(isV2 ? readV2(levels(files, groups.get('') ?? '/')) : readV1(files, groups));
}

function readV2(folders: readonly string[]): Loose {
  const numbers = (file: string): readonly (readonly number[])[] => folders.map((folder) => numbersOf(folder, file));
  const stat = statistics(read(path.join(folders[0] ?? '', 'memory.stat')));
  const used = numbers('memory.current')[0]?.[0];
  const cpuMicros = statistics(read(path.join(folders[0] ?? '', 'cpu.stat'))).get('usage_usec');
  return {
    memoryLimit: tightest(numbers('memory.max').map(([limit]) => limit)),
    memoryUsed: used === undefined ? undefined : used - (stat.get('inactive_file') ?? 0),
    cpuLimit: tightest(numbers('cpu.max').map(([quota, period]) => ratio(quota, period))),
    cpuSeconds: cpuMicros === undefined ? undefined : cpuMicros / 1e6,
  };
}

function readV1(files: string, groups: ReadonlyMap<string, string>): Loose {
  const memory = levels(path.join(files, 'memory'), groups.get('memory') ?? '/');
  const cpu = levels(path.join(files, 'cpu'), groups.get('cpu') ?? '/');
  const used = numbersOf(memory[0], 'memory.usage_in_bytes')[0];
  const cache = statistics(read(path.join(memory[0] ?? '', 'memory.stat'))).get('total_inactive_file') ?? 0;
  const accounted = levels(path.join(files, 'cpuacct'), groups.get('cpuacct') ?? '/')[0];
  const nanos = numbersOf(accounted, 'cpuacct.usage')[0];
  const quotas = cpu.map((folder) =>
    ratio(numbersOf(folder, 'cpu.cfs_quota_us')[0], numbersOf(folder, 'cpu.cfs_period_us')[0]),
  );
  return {
    memoryLimit: tightest(memory.map((folder) => numbersOf(folder, 'memory.limit_in_bytes')[0])),
    memoryUsed: used === undefined ? undefined : used - cache,
    cpuLimit: tightest(quotas),
    cpuSeconds: nanos === undefined ? undefined : nanos / 1e9,
  };
}

type Loose = { readonly [K in keyof CgroupUsage]: number | undefined };

function defined(usage: Loose): CgroupUsage {
  return Object.fromEntries(Object.entries(usage).filter(([, value]) => value !== undefined)) as CgroupUsage;
}

/** Controller -> path; that of version 2 has no name. */
function groupsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [, controllers, group = '/'] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
      return (controllers?.split(',') ?? []).map((controller) => [controller, group] as const);
    }),
  );
}

/** The folders of a group, from its own to the outermost. Inside a container the path is the host's and may not exist. */
function levels(files: string, group: string): readonly string[] {
  const parts = group.split('/').filter((part) => part !== '' && part !== '../../..');
  const folders = parts.map((_, i) => path.join(files, ...parts.slice(0, parts.length - i)));
  return [...folders, files].filter((folder) => read(path.join(folder, 'cgroup.procs')) !== undefined);
}

function numbersOf(folder: string | undefined, file: string): readonly number[] {
  const text = folder === undefined ? undefined : read(path.join(folder, file));
  return (text ?? '')
    .trim()
    .split(/\s+/)
    .filter((part) => part !== '')
    .map(Number);
}

function statistics(text: string | undefined): ReadonlyMap<string, number> {
  const lines = (text ?? '').split('\n').map((line) => line.split(' '));
  return new Map(lines.map(([name = '', value]) => [name, Number(value)]));
}

const ratio = (quota: number | undefined, period: number | undefined): number | undefined =>
  quota !== undefined && period !== undefined && quota > 0 && period > 0 ? quota / period : undefined;

function tightest(limits: readonly (number | undefined)[]): number | undefined {
  const real = limits.filter((limit) => limit !== undefined && limit > 0 && limit < NO_LIMIT) as number[];
  return real.length === 0 ? undefined : Math.min(...real);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
