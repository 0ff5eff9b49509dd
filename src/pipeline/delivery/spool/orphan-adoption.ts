import type * as Fs from 'node:fs';
import path from 'node:path';
import { log } from '../../../foundation/diagnostics/log.ts';
import { getBuiltinModule } from '../../exporters/transport/unpatched-builtins.ts';
import { acquireLease, isOrphan, releaseLease } from './folder-lease.ts';
import { isUnfinishedEntry } from './spool-entry.ts';
import { MAX_FILE_BYTES } from './spool-file.ts';
import { isSpoolFolder } from './spool-folder.ts';

const fs = (): typeof Fs => getBuiltinModule('node:fs');

export interface OrphanAdoptionOptions {
  /** The spool's folder, which holds those of all processes. */
  readonly folder: string;
  /** The name of this process's folder in it. */
  readonly own: string;
  /** Moves a file into the folder of this process, if it is an entry that this process can send. */
  readonly take: (file: string, name: string) => void;
}

/** Takes over the folders that processes which are gone left in the spool. */
export class OrphanAdoption {
  readonly #options: OrphanAdoptionOptions;
  #sequence = 0;

  constructor(options: OrphanAdoptionOptions) {
    this.#options = options;
  }

  /** Takes over what is left behind. Returns how many bytes the processes that are alive have in the spool. */
  search(): number {
    const { folder, own } = this.#options;
    let bytes = 0;
    for (const name of fs().readdirSync(folder)) {
      const other = path.join(folder, name);
      if (name === own || !isSpoolFolder(other)) continue;
      if (isOrphan(other)) this.#adopt(other);
      else bytes += sizeOf(other);
    }
    return bytes;
  }

  /** Only one process can rename the folder. Should it end in the middle, the next one takes the rest. */
  #adopt(orphan: string): void {
    const { folder, own, take } = this.#options;
    const taken = path.join(folder, `${own}.taken-${this.#sequence++}`);
    try {
      fs().renameSync(orphan, taken);
      acquireLease(taken);
      for (const name of fs().readdirSync(taken).sort()) {
        const file = path.join(taken, name);
        if (isUnfinishedEntry(name)) fs().rmSync(file, { force: true });
        else take(file, name);
      }
      releaseLease(taken);
    } catch (error) {
      // Another process was faster, or the folder still holds entries of a format that this process does not send.
      log.debug(`spool: ${(error as Error).message}`);
    }
  }
}

/** In bytes. What is no file of a spool does not count. */
function sizeOf(folder: string): number {
  try {
    return fs()
      .readdirSync(folder)
      .reduce((sum, name) => sum + fileSize(path.join(folder, name)), 0);
  } catch {
    return 0;
  }
}

/** 0 for anything that is no file, or too large for one of a spool. */
export function fileSize(file: string): number {
  const stats = fs().lstatSync(file, { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.size <= MAX_FILE_BYTES ? stats.size : 0;
}
