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
  /** Records below this level are not logged. @default 'info' */
  readonly level?: LogLevel;
  /** Format of the lines. @default 'json' */
  readonly format?: LineFormat;
  /** Lines are appended to this file. It and its folder are created. @default none */
  readonly file?: string;
  /** Whether lines go to standard output. @default true */
  readonly console?: boolean;
  /**
   * Whether secrets are removed from lines and records. A redactor or its options configure how. `true` removes them even with OTELIER_REDACTION=off.
   * @default as configured by OTELIER_REDACTION and OTELIER_REDACT_*, otherwise true
   */
  readonly sanitize?: boolean | Redactor | RedactorOptions;
  /** Share of records below `warning` that are logged, from 0 to 1. @default 1 */
  readonly samplingRate?: number;
  /** The special methods record requests, queries, cache operations and LLM calls here. @default none */
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
