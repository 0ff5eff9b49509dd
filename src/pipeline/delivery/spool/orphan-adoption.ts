import type * as Fs from 'node:fs';
import path from 'node:path';
import { log } from '../../../foundation/diagnostics/log.ts';
import { getBuiltinModule } from '../../exporters/transport/unpatched-builtins.ts';
import { acquireLease, isOrphan, releaseLease } from './folder-lease.ts';
import { isSpoolFolder, isUnfinished } from './spool-folder.ts';

const fs = (): typeof Fs => getBuiltinModule('node:fs');

export interface OrphanAdoptionOptions {
  /** The spool's, which holds those of all processes. */
  readonly folder: string;
  /** The name of this process's folder in it. */
  readonly own: string;
  /** Moves a file into the folder of this process, if it is an entry that is sent here. */
  readonly take: (file: string, name: string) => void;
}

/** The folders of other processes in the spool: what those leave behind that are gone is taken over. */
export class OrphanAdoption {
  readonly #options: OrphanAdoptionOptions;
  #sequence = 0;

  constructor(options: OrphanAdoptionOptions) {
    this.#options = options;
  }

  /** Takes over what is nobody's. Answers how many bytes others have. */
  search(): number {
    const { folder, own: ownName } = this.#options;
    let bytes = 0;
    for (const name of fs().readdirSync(folder)) {
      const other = path.join(folder, name);
      if (name === ownName || !isSpoolFolder(other)) continue;
      if (isOrphan(other)) this.#adopt(other);
      else bytes += sizeOf(other);
    }
    return bytes;
  }

  /** One process at a time gets the folder; should it end in the middle, the next one takes what is left. */
  #adopt(orphan: string): void {
    const { folder, own: ownName, take } = this.#options;
    const taken = path.join(folder, `${ownName}.taken-${this.#sequence++}`);
    try {
      fs().renameSync(orphan, taken);
      acquireLease(taken);
      for (const name of fs().readdirSync(taken).sort()) {
        const file = path.join(taken, name);
        if (isUnfinished(name)) fs().rmSync(file, { force: true });
        else take(file, name);
      }
      releaseLease(taken);
    } catch (error) {
      // Another one was faster, or what is left there is of a format that is not sent here.
      log.debug(`spool: ${(error as Error).message}`);
    }
  }
}

/** In bytes. */
function sizeOf(folder: string): number {
  try {
    return fs()
      .readdirSync(folder)
      .reduce((sum, name) => sum + (fs().statSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);
  } catch {
    return 0;
  }
}
