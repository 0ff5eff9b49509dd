import { type DiagLogger, DiagLogLevel } from '@opentelemetry/api';
import { NAMESPACE } from './log.ts';
import { oneLine } from './masking.ts';
import { OnceSet } from './once.ts';

/** Names of OTEL_LOG_LEVEL, in the specification's spelling but lower case, and what they mean to the API. */
export const LOG_LEVELS = {
  none: DiagLogLevel.NONE,
  error: DiagLogLevel.ERROR,
  warn: DiagLogLevel.WARN,
  info: DiagLogLevel.INFO,
  debug: DiagLogLevel.DEBUG,
  verbose: DiagLogLevel.VERBOSE,
  all: DiagLogLevel.ALL,
} as const;

const MAX_MESSAGE_LENGTH = 1_000;

export interface StderrLoggerOptions {
  /** @default standard error */
  readonly write?: (line: string) => void;
  /** Applied to each message before it is cut and written. */
  readonly change?: (text: string) => string;
}

/** Ids, numbers and addresses: warnings that differ in these alone are of one kind. */
const VARIABLE_PARTS = /\b[0-9a-f]{8,}\b|\d+/gi;

/**
 * Writes diagnostics to standard error, one line each: `otelier [warn] …`. Standard output belongs to the application: programs pipe it.
 * The SDK and the instrumentations would repeat a warning (a dropped value, a limit, an operation on an ended span) for each span or request:
 * each kind of warning is written once and then counted.
 */
export class StderrLogger implements DiagLogger {
  readonly #write: (line: string) => void;
  readonly #change: (text: string) => string;
  readonly #written = new OnceSet();
  #repeatCount = 0;

  constructor({ write = writeToStderr, change = (text) => text }: StderrLoggerOptions = {}) {
    this.#write = write;
    this.#change = change;
  }

  error = (...parts: unknown[]): void => this.#line('error', parts);
  warn = (...parts: unknown[]): void => this.#line('warn', parts);
  info = (...parts: unknown[]): void => this.#line('info', parts);
  debug = (...parts: unknown[]): void => this.#line('debug', parts);
  verbose = (...parts: unknown[]): void => this.#line('verbose', parts);

  /** Returns how many warnings were not written, because one of their kind had been, and starts counting anew. */
  takeRepeatCount(): number {
    const count = this.#repeatCount;
    this.#repeatCount = 0;
    return count;
  }

  #line(level: string, parts: readonly unknown[]): void {
    try {
      const isOwn = parts[0] === NAMESPACE;
      const text = (isOwn ? parts.slice(1) : parts).map(describe).join(' ');
      const line = `otelier [${level}] ${oneLine(this.#change(text), MAX_MESSAGE_LENGTH)}\n`;
      if (isOwn || (level !== 'warn' && level !== 'error') || this.#written.add(line.replaceAll(VARIABLE_PARTS, '#')))
        this.#write(line);
      else this.#repeatCount++;
    } catch {
      // A value that throws when looked at must not reach the application.
    }
  }
}

/** Objects are named, not dumped: they can hold headers, spans or whole responses. */
function describe(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === 'object' && value !== null) return `[${value.constructor?.name ?? 'object'}]`;
  return String(value);
}

let isClosed = false;
let underWay = 0;
const ignore = (): void => {};

/** A closed standard error says so later, by an event that would end the application if nobody listened to it meanwhile. */
function writeToStderr(line: string): void {
  if (isClosed) return;
  const { stderr } = process;
  if (underWay++ === 0) stderr.on('error', ignore);
  stderr.write(line, (error) => {
    if (error) isClosed = true;
    // The event comes after the callback.
    setImmediate(() => {
      if (--underWay === 0) stderr.off('error', ignore);
    }).unref();
  });
}
