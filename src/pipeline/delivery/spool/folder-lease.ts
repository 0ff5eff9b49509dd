import type * as Fs from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { getBuiltinModule } from '../../exporters/transport/unpatched-builtins.ts';
import { withOwnFile, writeOwnFile } from './own-file.ts';
import { unfinishedName } from './spool-entry.ts';

const fs = (): typeof Fs => getBuiltinModule('node:fs');

const LEASE = 'alive.json';
/** The names that a folder may hold beside entries. */
export const LEASE_FILES: readonly string[] = [LEASE, unfinishedName(LEASE)];
const MAX_LEASE_BYTES = 1_024;
/** A process whose number means nothing here is considered dead after so long without a heartbeat. */
const DEAD_AFTER_MILLIS = 15_000;
/** A process whose number is in use may be stopped or busy; after so long the number more likely belongs to another one. */
const REUSED_AFTER_MILLIS = 600_000;

/** The process that a folder belongs to. */
export interface LeaseHolder {
  readonly pid: number;
  /** The namespace of process numbers: containers have their own, and so have machines. */
  readonly world: string;
}

function currentWorld(): string {
  let namespace = '';
  try {
    namespace = fs().readlinkSync('/proc/self/ns/pid');
  } catch {
    // Only Linux has it.
  }
  return `${hostname()} ${namespace}`;
}

/** Makes a folder that of this process. */
export function acquireLease(folder: string): void {
  const holder: LeaseHolder = { pid: process.pid, world: currentWorld() };
  const unfinished = path.join(folder, unfinishedName(LEASE));
  fs().rmSync(unfinished, { force: true });
  writeOwnFile(path.join(folder, LEASE), unfinished, Buffer.from(JSON.stringify(holder)));
}

/** Shows that the process is alive. */
export function heartbeat(folder: string): void {
  const now = new Date();
  fs().lutimesSync(path.join(folder, LEASE), now, now);
}

/** Removes a folder that holds no entries. */
export function releaseLease(folder: string): void {
  for (const name of LEASE_FILES) fs().rmSync(path.join(folder, name), { force: true });
  fs().rmdirSync(folder);
}

/** The process that a folder belongs to; undefined when there is no lease, or one that no spool of this user wrote. */
export function leaseHolder(folder: string): LeaseHolder | undefined {
  try {
    const text = withOwnFile(path.join(folder, LEASE), (file) => file.read(0, MAX_LEASE_BYTES).toString('utf8'));
    const { pid, world } = JSON.parse(text) as Partial<LeaseHolder>;
    const isValid = Number.isInteger(pid) && Number(pid) > 0 && typeof world === 'string';
    return isValid ? { pid: Number(pid), world } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process that a folder belongs to is gone. */
export function isOrphan(folder: string): boolean {
  const holder = leaseHolder(folder);
  // A folder without a lease is being created or taken over at this moment.
  if (holder === undefined) return isOld(folder, DEAD_AFTER_MILLIS);
  const lease = path.join(folder, LEASE);
  if (holder.world !== currentWorld()) return isOld(lease, DEAD_AFTER_MILLIS);
  return holder.pid === process.pid || !exists(holder.pid) || isOld(lease, REUSED_AFTER_MILLIS);
}

function isOld(place: string, millis: number): boolean {
  try {
    return Date.now() - fs().lstatSync(place).mtimeMs > millis;
  } catch {
    return false;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
