import { LOG_LEVELS, type LogLevel } from '../diagnostics/log-level.ts';
import { LINE_FORMATS, type LineFormat } from '../diagnostics/log-line.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { RedactorOptions } from '../redaction/redactor-options.ts';
import type { LogMetrics } from './log-metrics.ts';

export interface LoggerOptions {
  /** The logger's name: `logger` in a line, the instrumentation scope of a record. @default 'otelier' */
  readonly name?: string;
  /** What is less severe is not logged. @default 'info' */
  readonly level?: LogLevel;
  /** Of the lines. @default 'json' */
  readonly format?: LineFormat;
  /** A file to append lines to; it and its folder are created. @default none */
  readonly file?: string;
  /** Whether lines go to standard output. @default true */
  readonly console?: boolean;
  /**
   * Whether secrets are removed from lines and records; a redactor, or options of one, say how. true: also with OTELIER_REDACTION=off.
   * @default as OTELIER_REDACTION and OTELIER_REDACT_* say, which is true
   */
  readonly sanitize?: boolean | Redactor | RedactorOptions;
  /** Share of the records below `warning` that is logged, from 0 to 1. @default 1 */
  readonly samplingRate?: number;
  /** Where the special methods record requests, queries, cache operations and LLM calls. @default nowhere */
  readonly metrics?: LogMetrics;
}

interface Rule {
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const METHODS = ['counter', 'gauge', 'histogram', 'timing'] as const;
const oneOf = (names: readonly string[]): Rule => ({
  expected: `one of ${names.join(', ')}`,
  holds: (value) => names.includes(value as string),
});

const RULES: Readonly<Record<keyof LoggerOptions, Rule>> = {
  name: { expected: 'a non-empty string', holds: (value) => typeof value === 'string' && value.trim() !== '' },
  level: oneOf(LOG_LEVELS),
  format: oneOf(LINE_FORMATS),
  file: {
    expected: 'the path of a file',
    holds: (value) => typeof value === 'string' && value !== '' && !value.includes('\0'),
  },
  console: { expected: 'true or false', holds: (value) => typeof value === 'boolean' },
  sanitize: {
    expected: 'true, false, a redactor or options of one',
    holds: (value) => typeof value === 'boolean' || isObject(value),
  },
  samplingRate: {
    expected: 'a number from 0 to 1',
    holds: (value) => typeof value === 'number' && value >= 0 && value <= 1,
  },
  metrics: {
    expected: `an object with the methods ${METHODS.join(', ')}`,
    holds: (value) => isObject(value) && METHODS.every((name) => typeof (value as LogMetrics)[name] === 'function'),
  },
};

/**
 * Checks what JavaScript callers may have got wrong.
 * @throws {TypeError} naming the option, what was expected and what was given
 */
export function validateLoggerOptions(options: unknown): asserts options is LoggerOptions {
  if (!isObject(options)) throw new TypeError(`Logger: expected options to be an object, got ${shown(options)}`);
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(RULES, name))
      throw new TypeError(`Logger: expected an option among ${Object.keys(RULES).join(', ')}, got "${name}"`);
    if (value !== undefined) validateLoggerOption(name as keyof LoggerOptions, value);
  }
}

/** @throws {TypeError} naming the option, what was expected and what was given */
export function validateLoggerOption(name: keyof LoggerOptions, value: unknown): void {
  const { expected, holds } = RULES[name];
  if (!holds(value)) throw new TypeError(`Logger: expected ${name} to be ${expected}, got ${shown(value)}`);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 100));
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
