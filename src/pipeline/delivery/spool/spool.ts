import type * as Fs from 'node:fs';
import path from 'node:path';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { log } from '../../../foundation/diagnostics/log.ts';
import { warnOnce } from '../../../foundation/diagnostics/once.ts';
import { getBuiltinModule } from '../../exporters/transport/unpatched-builtins.ts';
import { acquireLease, heartbeat, releaseLease } from './folder-lease.ts';
import { OrphanAdoption } from './orphan-adoption.ts';
import { parseSpoolEntry, type SpoolEntry, type SpooledSignal, type SpoolFormat, spoolEntry } from './spool-entry.ts';
import { encodeSpoolFile, readWhole, type SpoolReading, writeWhole } from './spool-file.ts';
import { newFolderName } from './spool-folder.ts';

const fs = (): typeof Fs => getBuiltinModule('node:fs');

const HEARTBEAT_MILLIS = 1_000;
/** In heartbeats. */
const SEARCH_EVERY = 10;

export interface SpoolOptions {
  readonly folder: string;
  readonly maxBytes: number;
}

/**
 * Requests on disk. Each process has a folder of its own in the spool's, and sends what lies there; what a process that is gone has left comes into
 * another one's by renaming, which one process succeeds in and all others fail, so that two never send the same.
 */
export class Spool {
  readonly #options: SpoolOptions;
  readonly #own: string;
  readonly #id = newFolderName();
  readonly #neighbours: OrphanAdoption;
  readonly #takers = new Map<string, (entry: SpoolEntry) => void>();
  /** Here, kept up to date, and in the folders of others, measured now and then. */
  #bytes = 0;
  #othersBytes = 0;
  #sequence = 0;
  #beats = 0;

  /** @throws {Error} when the folder cannot be written */
  constructor(options: SpoolOptions) {
    this.#options = options;
    this.#own = path.join(options.folder, this.#id);
    fs().mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    fs().mkdirSync(this.#own, { mode: 0o700 });
    acquireLease(this.#own);
    this.#neighbours = new OrphanAdoption({
      folder: options.folder,
      own: this.#id,
      take: (file, name) => this.#take(file, name),
    });
  }

  /** Starts to look after the folder, and for what others have left. Keeps no process alive. */
  start(): void {
    // None of an application's files.
    const beat = (): void => context.with(suppressTracing(ROOT_CONTEXT), () => this.#beat());
    setImmediate(beat).unref();
    setInterval(beat, HEARTBEAT_MILLIS).unref();
  }

  /** Entries that others have left are given to whoever sends such. */
  onAdopted(signal: SpooledSignal, format: SpoolFormat, taker: (entry: SpoolEntry) => void): void {
    this.#takers.set(`${signal}.${format}`, taker);
  }

  /** Writes a request; undefined when there is no room, which is said once. */
  append(signal: SpooledSignal, format: SpoolFormat, count: number, body: Uint8Array): SpoolEntry | undefined {
    const { folder, maxBytes } = this.#options;
    try {
      const file = encodeSpoolFile(body);
      if (this.#bytes + this.#othersBytes + file.byteLength > maxBytes)
        throw new Error(`OTELIER_SPOOL_MAX_SIZE (${Math.round(maxBytes / 1_048_576)} MiB) is reached`);
      const entry = spoolEntry(this.#nextId(), signal, format, count);
      this.#write(entry, file);
      this.#bytes += file.byteLength;
      return entry;
    } catch (error) {
      // The message of a system error holds the name of the file, and would be a new one each time.
      const { code, message } = error as NodeJS.ErrnoException;
      warnOnce(
        `OTELIER_SPOOL_DIR: expected room in ${folder}, got "${code ?? message}"; telemetry waits in memory as long as there is none`,
      );
      return undefined;
    }
  }

  /** The body of a request, or why there is none. */
  read({ name }: SpoolEntry): SpoolReading {
    return readWhole(path.join(this.#own, name));
  }

  /** It is delivered, or no use. */
  remove({ name }: SpoolEntry): void {
    const file = path.join(this.#own, name);
    try {
      this.#bytes -= fs().statSync(file).size;
      fs().rmSync(file);
    } catch (error) {
      log.debug(`spool: ${(error as Error).message}`);
    }
  }

  /** Removes the folder of this process, when nothing is left in it. */
  close(): void {
    try {
      if (fs().readdirSync(this.#own).length <= 1) releaseLease(this.#own);
    } catch (error) {
      log.debug(`spool: ${(error as Error).message}`);
    }
  }

  #nextId(): string {
    return `${Date.now().toString(36).padStart(9, '0')}-${this.#id}-${String(this.#sequence++).padStart(6, '0')}`;
  }

  #write({ name }: SpoolEntry, file: Buffer): void {
    try {
      writeWhole(path.join(this.#own, name), file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      // Another process took this one for dead, and its folder with it.
      fs().mkdirSync(this.#own, { recursive: true, mode: 0o700 });
      acquireLease(this.#own);
      this.#bytes = 0;
      writeWhole(path.join(this.#own, name), file);
    }
  }

  #beat(): void {
    try {
      heartbeat(this.#own);
      if (this.#beats++ % SEARCH_EVERY === 0) this.#othersBytes = this.#neighbours.search();
    } catch (error) {
      log.debug(`spool: ${(error as Error).message}`);
    }
  }

  #take(file: string, name: string): void {
    const entry = parseSpoolEntry(name);
    const taker = entry && this.#takers.get(`${entry.signal}.${entry.format}`);
    if (taker === undefined) return;
    fs().renameSync(file, path.join(this.#own, name));
    this.#bytes += fs().statSync(path.join(this.#own, name)).size;
    taker(entry as SpoolEntry);
  }
}
