import { type DiagLogger, DiagLogLevel } from '@opentelemetry/api';
import { oneLine } from './masking.ts';

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

export type LogLevelName = keyof typeof LOG_LEVELS;

const MAX_MESSAGE_LENGTH = 1_000;

/**
 * Writes diagnostics to standard error, one line each: `otelier [warn] …`.
 * Standard output belongs to the application: programs pipe it.
 */
export class StderrLogger implements DiagLogger {
  readonly #write: (line: string) => void;

  constructor(write: (line: string) => void = (line) => void process.stderr.write(line)) {
    this.#write = write;
  }

  error = (message: string, ...rest: unknown[]): void => this.#line('error', message, rest);
  warn = (message: string, ...rest: unknown[]): void => this.#line('warn', message, rest);
  info = (message: string, ...rest: unknown[]): void => this.#line('info', message, rest);
  debug = (message: string, ...rest: unknown[]): void => this.#line('debug', message, rest);
  verbose = (message: string, ...rest: unknown[]): void => this.#line('verbose', message, rest);

  #line(level: string, message: string, rest: unknown[]): void {
    try {
      const text = [message, ...rest.map(describe)].join(' ');
      this.#write(`otelier [${level}] ${oneLine(text, MAX_MESSAGE_LENGTH)}\n`);
    } catch {
      // Neither a closed stderr nor a value that throws when looked at must reach the application.
    }
  }
}

/** Objects are named, not dumped: they can hold headers, spans or whole responses. */
function describe(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === 'object' && value !== null) return `[${value.constructor?.name ?? 'object'}]`;
  return String(value);
}
