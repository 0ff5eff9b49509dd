import { configuredRedactor } from '../../foundation/configuration/configured-redactor.ts';
import { attempt } from '../../foundation/diagnostics/attempt.ts';
import { describeValue } from '../../foundation/diagnostics/options.ts';
import { FAILED } from '../../foundation/log-lines/log-redaction.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import type { RedactorOptions } from '../../foundation/redaction/redactor-options.ts';

const LEVEL = Symbol.for('level');
const MESSAGE = Symbol.for('message');
const SPLAT = Symbol.for('splat');
const KEPT = new Set<PropertyKey>(['level', LEVEL]);

/** What winston hands from format to format. */
export interface WinstonInfo {
  level: string;
  message: unknown;
  [LEVEL]?: unknown;
  [MESSAGE]?: unknown;
  [SPLAT]?: unknown;
  [key: string | symbol]: unknown;
}

/** A format in the sense of logform, for `winston.format.combine()` and `createLogger({ format })`. */
export interface WinstonFormat {
  readonly options?: object;
  // biome-ignore lint/suspicious/noExplicitAny: assignable to logform's Format, whose types are not a dependency
  transform(info: any, options?: unknown): any;
}

/**
 * A winston format that removes secrets from the message, from everything that was logged with it and, after a format like `json()`, from the
 * finished line. It stands behind `splat()`, so that it sees what is printed. What it is given is not changed; it never throws.
 *
 * @param options a redactor or its options, which win over OTELIER_REDACT_*; with OTELIER_REDACTION=off and no options it does nothing
 * @throws {TypeError} on options of the wrong kind
 * @example createLogger({ format: format.combine(format.splat(), winstonFormat(), format.json()) })
 */
export function winstonFormat(options?: Redactor | RedactorOptions): WinstonFormat {
  if (options !== undefined && (typeof options !== 'object' || options === null))
    throw new TypeError(
      `winstonFormat: expected options to be a redactor or its options, got ${describeValue(options)}`,
    );
  const redactor = configuredRedactor(options);
  return { options: {}, transform: (info) => (redactor === undefined ? info : redactInfo(info, redactor)) };
}

function redactInfo(info: WinstonInfo, redactor: Redactor): unknown {
  if (typeof info !== 'object' || info === null) return info;
  try {
    // Bytes are no record: each would be a field.
    if (ArrayBuffer.isView(info)) throw new TypeError('not a record');
    return redacted(info, redactor);
  } catch {
    const [level, kept] = [attempt(() => info.level), attempt(() => info[LEVEL])];
    const isFormatted = attempt(() => MESSAGE in info) !== false;
    return { level, message: FAILED, [LEVEL]: kept, ...(isFormatted ? { [MESSAGE]: FAILED } : {}) };
  }
}

/** Of the same prototype: an Error stays one for the formats behind. */
function redacted(info: WinstonInfo, redactor: Redactor): object {
  const copy = Object.create(Object.getPrototypeOf(info) as object | null) as object;
  for (const key of Reflect.ownKeys(info)) {
    const value = info[key];
    const change = KEPT.has(key) ? value : redactEntry(key, value, redactor);
    if (change === undefined && value !== undefined) continue;
    const enumerable = Object.getOwnPropertyDescriptor(info, key)?.enumerable ?? true;
    Object.defineProperty(copy, key, { value: change, enumerable, writable: true, configurable: true });
  }
  return copy;
}

function redactEntry(key: PropertyKey, value: unknown, redactor: Redactor): unknown {
  if (key === SPLAT && Array.isArray(value)) return value.map((item) => redactor.redactAttribute('splat', item));
  if (key === MESSAGE || key === 'message' || key === 'stack')
    return typeof value === 'string' ? redactor.redactText(value) : redactor.redactAttribute('message', value);
  // Symbols of other formats are theirs.
  return typeof key === 'symbol' ? value : redactor.redactAttribute(String(key), value);
}
