import type * as Fs from 'node:fs';
import path from 'node:path';
import { getBuiltinModule } from '../../exporters/transport/unpatched-builtins.ts';
import { acquireLease, LEASE_FILES, leaseHolder } from './folder-lease.ts';
import { isOwn } from './own-file.ts';
import { isUnfinishedEntry, parseSpoolEntry } from './spool-entry.ts';

const fs = (): typeof Fs => getBuiltinModule('node:fs');

/** A time in base 36 has eight digits until 2059. No date has this form. */
const FOLDER = /^\d{1,10}-[0-9a-z]{8}-[0-9a-z]{6}(\.taken-\d+)?$/;

/** The name of the folder of a process, or of a thread of it. */
export function newFolderName(): string {
  const random = Math.random().toString(36).slice(2, 8).padEnd(6, '0');
  return `${process.pid}-${Date.now().toString(36)}-${random}`;
}

/**
 * Creates the folder of the spool if there is none, and in it the one of this process.
 * @throws {Error} when the spool's folder cannot be written, or others can choose its contents
 */
export function createSpoolFolder(spool: string, name: string): void {
  fs().mkdirSync(spool, { recursive: true, mode: 0o700 });
  const danger = dangerOf(fs().lstatSync(spool));
  if (danger !== undefined) throw new Error(`${danger}. Name one that does not exist yet: it is created for this user`);
  const folder = path.join(spool, name);
  fs().mkdirSync(folder, { mode: 0o700 });
  acquireLease(folder);
}

/** Why the spool's folder cannot be trusted. OpenSSH has the same rules for its own. */
function dangerOf(stats: Fs.Stats): string | undefined {
  if (stats.isSymbolicLink()) return 'a link';
  if (!stats.isDirectory()) return 'a file';
  if (isOwn(stats)) return undefined;
  if (stats.uid !== process.geteuid?.()) return `a folder of another user (${stats.uid})`;
  return `a folder that others can write to (mode ${(stats.mode & 0o777).toString(8)})`;
}

/**
 * Whether a spool of this user made the folder. The spool may share its place with anything: a folder that is not certainly a spool's is
 * neither moved nor removed, and a link is never followed.
 */
export function isSpoolFolder(folder: string): boolean {
  if (!FOLDER.test(path.basename(folder))) return false;
  try {
    const stats = fs().lstatSync(folder);
    if (!stats.isDirectory() || !isOwn(stats)) return false;
    return leaseHolder(folder) !== undefined || fs().readdirSync(folder).every(isSpoolName);
  } catch {
    return false;
  }
}

function isSpoolName(name: string): boolean {
  return LEASE_FILES.includes(name) || parseSpoolEntry(name) !== undefined || isUnfinishedEntry(name);
}
