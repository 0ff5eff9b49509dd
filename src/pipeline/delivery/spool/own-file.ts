import type * as Fs from 'node:fs';
import { getBuiltinModule } from '../../exporters/transport/unpatched-builtins.ts';

const fs = (): typeof Fs => getBuiltinModule('node:fs');

/** A regular file that belongs to this user, open for reading. */
export interface OwnFile {
  /** In bytes. */
  readonly size: number;
  /** May return fewer bytes when the file was cut off meanwhile. */
  read(position: number, length: number): Buffer;
}

/** The place holds something else than a regular file of this user. Retrying does not help. */
export class ForeignFileError extends Error {
  constructor() {
    super('expected a regular file of this user');
  }
}

/**
 * Opens a file and passes it to `use`. Links are not followed, and a FIFO or a device is never waited for: other users who can write to the folder
 * must not be able to choose what this process reads, or to stop it.
 * @throws {ForeignFileError} when it is anything but a regular file of this user that nobody else can write
 * @throws {Error} of the file system
 */
export function withOwnFile<T>(place: string, use: (file: OwnFile) => T): T {
  const { closeSync, constants, fstatSync, openSync, readSync } = fs();
  // Windows has neither flag.
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const descriptor = openSync(place, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || !isOwn(stats)) throw new ForeignFileError();
    return use({
      size: stats.size,
      read: (position, length) => {
        const buffer = Buffer.allocUnsafe(length);
        return buffer.subarray(0, readSync(descriptor, buffer, 0, length, position));
      },
    });
  } finally {
    closeSync(descriptor);
  }
}

const GROUP_OR_OTHERS_WRITE = 0o022;

/** Whether a file or folder belongs to this user, and nobody else can write to it. Windows has no such owners and modes. */
export function isOwn({ uid, mode }: Fs.Stats): boolean {
  return process.geteuid === undefined || (uid === process.geteuid() && (mode & GROUP_OR_OTHERS_WRITE) === 0);
}

/**
 * Creates a file, or replaces what has its name; a link is replaced, not followed. A reader finds the whole file or none, and a failure (a full
 * disk, say) leaves nothing behind.
 * @param unfinished - where it is written first, in the same folder
 * @throws {Error} of the file system
 */
export function writeOwnFile(place: string, unfinished: string, contents: Uint8Array): void {
  const { renameSync, rmSync, writeFileSync } = fs();
  try {
    // `x`: what exists already is neither opened nor followed.
    writeFileSync(unfinished, contents, { mode: 0o600, flag: 'wx' });
    renameSync(unfinished, place);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
