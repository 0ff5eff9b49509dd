import type * as Fs from 'node:fs';
import path from 'node:path';
import { getBuiltinModule } from '../../exporters/transport/unpatched-builtins.ts';
import { OWNER_FILES, ownerOf } from './folder-lease.ts';
import { parseSpoolEntry } from './spool-entry.ts';

const fs = (): typeof Fs => getBuiltinModule('node:fs');

const UNFINISHED = '.tmp';
/** A time in base 36 has eight digits until 2059. No date looks like that. */
const FOLDER = /^\d{1,10}-[0-9a-z]{8}-[0-9a-z]{6}(\.taken-\d+)?$/;

/** What the folder of a process, or of a thread of it, is called. */
export function newFolderName(): string {
  const random = Math.random().toString(36).slice(2, 8).padEnd(6, '0');
  return `${process.pid}-${Date.now().toString(36)}-${random}`;
}

/** What an entry is called while it is being written. */
export function unfinishedName(name: string): string {
  return `${name}${UNFINISHED}`;
}

export function isUnfinished(name: string): boolean {
  return name.endsWith(UNFINISHED) && parseSpoolEntry(name.slice(0, -UNFINISHED.length)) !== undefined;
}

/**
 * Whether a spool has made the folder. Whoever sets the variable may share the place with anything: what is not certainly a spool's is neither moved
 * nor removed, and a link is never followed.
 */
export function isSpoolFolder(folder: string): boolean {
  if (!FOLDER.test(path.basename(folder))) return false;
  try {
    if (!fs().lstatSync(folder).isDirectory()) return false;
    return ownerOf(folder) !== undefined || fs().readdirSync(folder).every(isOurs);
  } catch {
    return false;
  }
}

function isOurs(name: string): boolean {
  return OWNER_FILES.includes(name) || parseSpoolEntry(name) !== undefined || isUnfinished(name);
}
