import {
  flag,
  type OptionRule,
  objectOf,
  objectWith,
  oneOf,
  share,
  text,
  validateOption,
  validateOptions,
} from '../../foundation/diagnostics/options.ts';
import { LOG_LEVELS, type LogLevel } from '../../foundation/log-lines/log-level.ts';
import { LINE_FORMATS, type LineFormat } from '../../foundation/log-lines/log-line.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import type { RedactorOptions } from '../../foundation/redaction/redactor-options.ts';
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

const RULES: Readonly<Record<keyof LoggerOptions, OptionRule>> = {
  name: text,
  level: oneOf(...LOG_LEVELS),
  format: oneOf(...LINE_FORMATS),
  file: {
    expected: 'the path of a file',
    holds: (value) => typeof value === 'string' && value !== '' && !value.includes('\0'),
  },
  console: flag,
  sanitize: {
    expected: 'true, false, a redactor or options of one',
    holds: (value) => typeof value === 'boolean' || objectOf('options').holds(value),
  },
  samplingRate: share,
  metrics: objectWith('counter', 'gauge', 'histogram', 'timing'),
};

/** @throws {TypeError} naming the option, what was expected and what was given */
export function validateLoggerOptions(options: LoggerOptions): LoggerOptions {
  return validateOptions('Logger', options, RULES);
}

/** @throws {TypeError} naming the option, what was expected and what was given */
export function validateLoggerOption(name: keyof LoggerOptions, value: unknown): void {
  validateOption('Logger', name, value, RULES[name]);
}
