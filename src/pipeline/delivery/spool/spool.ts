import type * as Fs from 'node:fs';
import path from 'node:path';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { log } from '../../../foundation/diagnostics/log.ts';
import { oneLine } from '../../../foundation/diagnostics/masking.ts';
import { warnOnce } from '../../../foundation/diagnostics/once.ts';
import { getBuiltinModule } from '../../exporters/transport/unpatched-builtins.ts';
import { heartbeat, releaseLease } from './folder-lease.ts';
import { fileSize, OrphanAdoption } from './orphan-adoption.ts';
import { writeOwnFile } from './own-file.ts';
import {
  createSpoolEntry,
  parseSpoolEntry,
  type SpoolEntry,
  type SpooledSignal,
  type SpoolFormat,
  unfinishedName,
} from './spool-entry.ts';
import { encodeSpoolFile, readSpoolFile, type SpoolReading } from './spool-file.ts';
import { createSpoolFolder, newFolderName } from './spool-folder.ts';

const fs = (): typeof Fs => getBuiltinModule('node:fs');

const HEARTBEAT_MILLIS = 1_000;
/** In heartbeats. */
const SEARCH_INTERVAL = 10;
/** The shortest item in a request: a tag and a length, or `{}`. */
const MIN_ITEM_BYTES = 2;

export interface SpoolOptions {
  /** An absolute path. */
  readonly folder: string;
  /** The limit of all processes that share the folder. */
  readonly maxBytes: number;
}

/**
 * Requests on disk. Each process has a folder of its own in the spool's folder, and sends the requests in it. The requests of a process that
 * is gone are moved to another one's folder by renaming, which only one process can do, so that no request is sent by two.
 */
export class Spool {
  readonly #options: SpoolOptions;
  readonly #own: string;
  readonly #id = newFolderName();
  readonly #orphans: OrphanAdoption;
  readonly #adopters = new Map<string, (entry: SpoolEntry) => void>();
  /** In the folder of this process, kept up to date. */
  #bytes = 0;
  /** In the folders of other processes, measured at each search. */
  #othersBytes = 0;
  #sequence = 0;
  #beats = 0;

  /** @throws {Error} when the folder cannot be written, or cannot be trusted */
  constructor(options: SpoolOptions) {
    this.#options = options;
    this.#own = path.join(options.folder, this.#id);
    createSpoolFolder(options.folder, this.#id);
    this.#orphans = new OrphanAdoption({
      folder: options.folder,
      own: this.#id,
      take: (file, name) => this.#adopt(file, name),
    });
  }

  /** Starts the heartbeat and the search for orphans. Does not keep the process alive. */
  start(): void {
    // The application's file instrumentation must not see these files.
    const beat = (): void => context.with(suppressTracing(ROOT_CONTEXT), () => this.#beat());
    setImmediate(beat).unref();
    setInterval(beat, HEARTBEAT_MILLIS).unref();
  }

  /** `adopter` receives the entries of such a kind that other processes left behind. */
  onAdopted(signal: SpooledSignal, format: SpoolFormat, adopter: (entry: SpoolEntry) => void): void {
    this.#adopters.set(`${signal}.${format}`, adopter);
  }

  /** Writes a request. Returns undefined when there is no room, and warns once. */
  append(signal: SpooledSignal, format: SpoolFormat, count: number, body: Uint8Array): SpoolEntry | undefined {
    const { folder, maxBytes } = this.#options;
    try {
      const file = encodeSpoolFile(body);
      if (this.#bytes + this.#othersBytes + file.byteLength > maxBytes)
        throw new Error(`OTELIER_SPOOL_MAX_SIZE (${Math.round(maxBytes / 1_048_576)} MiB) is reached`);
      const entry = createSpoolEntry(this.#nextId(), signal, format, count);
      this.#write(entry, file);
      this.#bytes += file.byteLength;
      return entry;
    } catch (error) {
      // The message of a system error contains the name of the file, so each would be a new one.
      const { code, message } = error as NodeJS.ErrnoException;
      warnOnce(
        `OTELIER_SPOOL_DIR: expected room in ${oneLine(folder)}, got "${code ?? message}"; telemetry is kept in memory until there is`,
      );
      return undefined;
    }
  }

  /** The body of a request, or why there is none. */
  read(entry: SpoolEntry): SpoolReading {
    return readSpoolFile(path.join(this.#own, entry.name), entry);
  }

  /** Removes a request that is delivered or of no use. */
  remove({ name }: SpoolEntry): void {
    const file = path.join(this.#own, name);
    try {
      const bytes = fileSize(file);
      if (fs().lstatSync(file).isDirectory()) fs().rmdirSync(file);
      else fs().rmSync(file);
      this.#bytes -= bytes;
    } catch (error) {
      log.debug(`spool: ${(error as Error).message}`);
    }
  }

  /** Removes the folder of this process, unless it holds entries. */
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

  #write({ name }: SpoolEntry, contents: Buffer): void {
    const place = path.join(this.#own, name);
    const write = (): void => writeOwnFile(place, unfinishedName(place), contents);
    try {
      write();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      // Another process considered this one dead, and took over its folder.
      createSpoolFolder(this.#options.folder, this.#id);
      this.#bytes = 0;
      write();
    }
  }

  #beat(): void {
    try {
      heartbeat(this.#own);
      if (this.#beats++ % SEARCH_INTERVAL === 0) this.#othersBytes = this.#orphans.search();
    } catch (error) {
      log.debug(`spool: ${(error as Error).message}`);
    }
  }

  #adopt(file: string, name: string): void {
    const entry = parseSpoolEntry(name);
    if (entry === undefined) return;
    const adopter = this.#adopters.get(`${entry.signal}.${entry.format}`);
    if (adopter === undefined) return;
    const own = path.join(this.#own, name);
    fs().renameSync(file, own);
    const bytes = fileSize(own);
    this.#bytes += bytes;
    // A count that the file cannot hold is wrong: it is not counted before reading finds the file damaged.
    const count = Math.min(entry.count, Math.max(1, Math.floor(bytes / MIN_ITEM_BYTES)));
    adopter({ ...entry, count, isAdopted: true });
  }
}
