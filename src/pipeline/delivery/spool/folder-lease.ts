import type * as Fs from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { getBuiltinModule } from '../../exporters/transport/unpatched-builtins.ts';

const fs = (): typeof Fs => getBuiltinModule('node:fs');

const ALIVE = 'alive.json';
/** What a folder may hold beside entries. */
export const OWNER_FILES: readonly string[] = [ALIVE];
/** A process that cannot be looked for, and has not shown itself for so long, is taken for dead. */
const DEAD_AFTER_MILLIS = 15_000;
/** One whose number is in use may be stopped or busy; after so long the number is more likely another one's. */
const REUSED_AFTER_MILLIS = 600_000;

export interface Owner {
  readonly pid: number;
  /** Where a process of that number can be looked for. */
  readonly world: string;
}

/** Containers have numbers of their own, and so have machines. */
function worldOf(): string {
  let namespace = '';
  try {
    namespace = fs().readlinkSync('/proc/self/ns/pid');
  } catch {
    // No Linux.
  }
  return `${hostname()} ${namespace}`;
}

/** Makes this process the owner of a folder. */
export function acquireLease(folder: string): void {
  const owner: Owner = { pid: process.pid, world: worldOf() };
  fs().writeFileSync(path.join(folder, ALIVE), JSON.stringify(owner), { mode: 0o600 });
}

/** Shows that the owner lives. */
export function heartbeat(folder: string): void {
  const now = new Date();
  fs().utimesSync(path.join(folder, ALIVE), now, now);
}

/** Gives a folder up that is empty. */
export function releaseLease(folder: string): void {
  fs().rmSync(path.join(folder, ALIVE), { force: true });
  fs().rmdirSync(folder);
}

/** Who has made a folder; undefined when that was no spool. */
export function ownerOf(folder: string): Owner | undefined {
  try {
    const { pid, world } = JSON.parse(fs().readFileSync(path.join(folder, ALIVE), 'utf8')) as Partial<Owner>;
    return typeof pid === 'number' && typeof world === 'string' ? { pid, world } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether nobody looks after a folder any more. */
export function isOrphan(folder: string): boolean {
  const owner = ownerOf(folder);
  // Without the file it is just being made, or being taken over.
  if (owner === undefined) return isOld(folder, DEAD_AFTER_MILLIS);
  const alive = path.join(folder, ALIVE);
  if (owner.world !== worldOf()) return isOld(alive, DEAD_AFTER_MILLIS);
  return owner.pid === process.pid || !exists(owner.pid) || isOld(alive, REUSED_AFTER_MILLIS);
}

function isOld(place: string, millis: number): boolean {
  try {
    return Date.now() - fs().statSync(place).mtimeMs > millis;
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
