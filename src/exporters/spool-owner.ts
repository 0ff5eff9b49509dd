import type * as Fs from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { getBuiltinModule } from './unpatched.ts';

const fs = (): typeof Fs => getBuiltinModule('node:fs');

const ALIVE = 'alive.json';
/** A process that has not shown itself for so long is taken for dead, wherever it runs. */
const DEAD_AFTER_MILLIS = 15_000;

interface Owner {
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
export function own(folder: string): void {
  const owner: Owner = { pid: process.pid, world: worldOf() };
  fs().writeFileSync(path.join(folder, ALIVE), JSON.stringify(owner), { mode: 0o600 });
}

/** Shows that the owner lives. */
export function showAlive(folder: string): void {
  const now = new Date();
  fs().utimesSync(path.join(folder, ALIVE), now, now);
}

/** Gives a folder up that is empty. */
export function disown(folder: string): void {
  fs().rmSync(path.join(folder, ALIVE), { force: true });
  fs().rmdirSync(folder);
}

/** Whether nobody looks after a folder any more. */
export function isOrphan(folder: string): boolean {
  const file = path.join(folder, ALIVE);
  try {
    if (Date.now() - fs().statSync(file).mtimeMs > DEAD_AFTER_MILLIS) return true;
    const owner = JSON.parse(fs().readFileSync(file, 'utf8')) as Owner;
    return owner.world === worldOf() && (owner.pid === process.pid || !exists(owner.pid));
  } catch {
    return isOld(folder);
  }
}

/** A folder without the file is just being made, or being taken over. */
function isOld(folder: string): boolean {
  try {
    return Date.now() - fs().statSync(folder).mtimeMs > DEAD_AFTER_MILLIS;
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
