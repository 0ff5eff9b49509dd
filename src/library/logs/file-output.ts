import { closeSync, constants, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { LostLines } from '../../foundation/log-lines/lost-lines.ts';

const RETRY_MILLIS = 1_000;
/** With O_APPEND the system writes each line as a whole, so several Loggers and processes can share a file. */
const APPEND = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY;

export interface FileOutputOptions {
  readonly file: string;
  readonly lost: LostLines;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
}

/**
 * Appends lines to a file synchronously, so that lines logged before `process.exit()` or a crash are not lost. The file and its folder are created for
 * their owner only (0600, 0700); an existing file keeps its mode. Never throws.
 */
export class FileOutput {
  readonly #file: string;
  readonly #lost: LostLines;
  readonly #now: () => number;
  #descriptor: number | undefined;
  #retryAt = 0;
  #isTorn = false;

  constructor({ file, lost, now = Date.now }: FileOutputOptions) {
    this.#file = path.resolve(file);
    this.#lost = lost;
    this.#now = now;
    try {
      this.#open();
    } catch (error) {
      this.#retryAt = now() + RETRY_MILLIS;
      lost.warn('file', this.#problem(error));
    }
  }

  write(line: string): void {
    try {
      this.#append(this.#reopened(), Buffer.from(`${this.#isTorn ? '\n' : ''}${line}\n`));
    } catch (error) {
      this.#lost.report('file', this.#problem(error));
    }
  }

  close(): void {
    try {
      if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    } catch {
      // The descriptor is closed already.
    }
    this.#descriptor = undefined;
  }

  #open(): number {
    try {
      this.#descriptor = openSync(this.#file, APPEND, 0o600);
    } catch (error) {
      if (!isMissing(error)) throw error;
      makeFolder(path.dirname(this.#file));
      this.#descriptor = openSync(this.#file, APPEND, 0o600);
    }
    return this.#descriptor;
  }

  /** Opening is retried, but not for each line. */
  #reopened(): number {
    if (this.#descriptor !== undefined) return this.#descriptor;
    if (this.#now() < this.#retryAt) throw new Error('a file that cannot be opened');
    this.#retryAt = this.#now() + RETRY_MILLIS;
    return this.#open();
  }

  #append(descriptor: number, bytes: Buffer): void {
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(descriptor, bytes, written);
      this.#isTorn = false;
    } catch (error) {
      // The next line must not be appended to a partial one.
      this.#isTorn ||= written > 0;
      throw error;
    }
  }

  #problem(error: unknown): string {
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    return `expected file to be one that can be appended to, got ${reason} from ${this.#file}`;
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Node's own recursive mkdir never returns where a folder exists and nothing can be created in it (/proc). */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    if (!isMissing(error) || path.dirname(folder) === folder) throw error;
    makeFolder(path.dirname(folder));
    mkdirSync(folder, { mode: 0o700 });
  }
}
