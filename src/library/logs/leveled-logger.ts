import type { RedactionConfig } from '../../foundation/configuration/config.ts';
import { configuredRedactor } from '../../foundation/configuration/configured-redactor.ts';
import { resolveConfig } from '../../foundation/configuration/resolve.ts';
import { warnOnce } from '../../foundation/diagnostics/once.ts';
import { errorType, exceptionAttributes } from '../../foundation/log-lines/exception.ts';
import { LogEmitter } from '../../foundation/log-lines/log-emitter.ts';
import { LOG_LEVELS, type LogLevel } from '../../foundation/log-lines/log-level.ts';
import { formatLine, type LineFormat } from '../../foundation/log-lines/log-line.ts';
import { createLogRecord } from '../../foundation/log-lines/log-record.ts';
import { createRedactor, type Redactor } from '../../foundation/redaction/redactor.ts';
import { contextFields, runWithFields } from './log-context.ts';
import { type LoggerOptions, validateLoggerOption, validateLoggerOptions } from './logger-options.ts';
import { ServiceName } from './own-service-name.ts';
import { WinstonOutputs } from './winston-outputs.ts';

/** Any object, including an Error or another class instance. */
export type LogFields = Readonly<Record<string, unknown>> | Error;

/** A Logger without its special methods. Logging never throws, whatever it is given. */
export class LeveledLogger {
  readonly #name: string;
  readonly #service: ServiceName;
  readonly #format: LineFormat;
  readonly #redactor: Redactor | undefined;
  readonly #outputs: WinstonOutputs;
  readonly #emitter: LogEmitter;
  #level: LogLevel;
  #samplingRate: number;

  /** @throws {TypeError} on an option of the wrong kind, naming it */
  constructor(options: LoggerOptions = {}) {
    const valid = validateLoggerOptions(options);
    const { name = 'otelier', level = 'info', format = 'json', file, console = true, samplingRate = 1 } = valid;
    const { config } = resolveConfig();
    this.#name = name;
    this.#level = level;
    this.#samplingRate = samplingRate;
    this.#format = format;
    this.#redactor = loggerRedactor(valid.sanitize, config.redaction);
    this.#service = new ServiceName(config.service.name);
    this.#emitter = new LogEmitter(name);
    this.#outputs = new WinstonOutputs({ console, file });
  }

  get level(): LogLevel {
    return this.#level;
  }

  get samplingRate(): number {
    return this.#samplingRate;
  }

  /** Lines that could not be written: a full disk, a missing permission, a closed standard output, a closed Logger. */
  get lostLines(): number {
    return this.#outputs.lostLines;
  }

  /** @throws {TypeError} when it is no level */
  setLevel(level: LogLevel): void {
    validateLoggerOption('level', level);
    this.#level = level;
  }

  /** Warnings and above are logged at every rate. @throws {TypeError} when it is no number from 0 to 1 */
  setSamplingRate(rate: number): void {
    validateLoggerOption('samplingRate', rate);
    this.#samplingRate = rate;
  }

  debug(message: unknown, fields?: LogFields): void {
    this.write('debug', message, fields);
  }

  info(message: unknown, fields?: LogFields): void {
    this.write('info', message, fields);
  }

  warning(message: unknown, fields?: LogFields): void {
    this.write('warning', message, fields);
  }

  /** The same as `warning`. */
  warn(message: unknown, fields?: LogFields): void {
    this.write('warning', message, fields);
  }

  error(message: unknown, fields?: LogFields): void {
    this.write('error', message, fields);
  }

  critical(message: unknown, fields?: LogFields): void {
    this.write('critical', message, fields);
  }

  /** Logs an error with `exception.type`, `.message` and `.stacktrace`, that of its causes included. Anything can be thrown, and logged. */
  exception(message: unknown, error: unknown, fields?: LogFields): void {
    this.write('error', message, exceptionAttributes(error), fields);
  }

  /**
   * Runs `fn`; every record inside, across awaits and of every Logger, has the fields. Inner calls add to outer ones and win over them.
   * @throws {TypeError} when `fn` is no function
   */
  context<T>(fields: LogFields, fn: () => T): T {
    if (typeof fn !== 'function')
      throw new TypeError(`Logger: expected fn of context() to be a function, got ${typeof fn}`);
    return runWithFields(fields as Readonly<Record<string, unknown>>, fn);
  }

  /** Resolves when all lines are written, and closes the file. Lines after it are lost; records are exported still. Never rejects. */
  close(): Promise<void> {
    return this.#outputs.close();
  }

  /** Whether secrets are removed. */
  protected get isSanitized(): boolean {
    return this.#redactor !== undefined;
  }

  /** Later fields win over earlier ones. */
  protected write(level: LogLevel, message: unknown, ...fields: readonly unknown[]): void {
    if (!this.#isLogged(level)) return;
    try {
      const record = createLogRecord({
        level,
        message,
        service: this.#service.current,
        logger: this.#name,
        fields: [...contextFields(), ...fields],
        redactor: this.#redactor,
      });
      this.#outputs.write(level, formatLine[this.#format](record));
      this.#emitter.emit(record);
    } catch (error) {
      warnOnce(`Logger: expected a record that can be logged, got ${errorType(error)}; it is lost`);
    }
  }

  #isLogged(level: LogLevel): boolean {
    if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(this.#level)) return false;
    const isSampled = LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf('warning') && this.#samplingRate < 1;
    return !isSampled || Math.random() < this.#samplingRate;
  }
}

/** Code wins over the environment. Undefined: secrets stay. */
function loggerRedactor(sanitize: LoggerOptions['sanitize'], config: RedactionConfig): Redactor | undefined {
  if (sanitize === false) return undefined;
  if (sanitize !== true) return configuredRedactor(sanitize, config);
  return configuredRedactor(undefined, config) ?? createRedactor();
}
