import type { Logger, LogRecord } from '@opentelemetry/api';
import { isErrorLike } from '../../../foundation/log-lines/exception.ts';
import { type Patch, type Patching, repatched } from '../loading/patched-definitions.ts';

const SPLAT = Symbol.for('splat');
/** The official transport takes the value of these fields for an exception, and leaves them out of the attributes. */
const ERROR_FIELDS = ['err', 'error'] as const;
const FRAMES = /^\s+at /m;

type Info = Readonly<Record<PropertyKey, unknown>>;
type Add = (this: unknown, transport: unknown, ...rest: unknown[]) => unknown;
/** The parts of the official transport that this depends on: @opentelemetry/winston-transport 0.34. */
interface OfficialTransport {
  _logger: Logger;
  log(info: Info, callback?: () => void): void;
}

/**
 * Makes winston's instrumentation record exceptions for errors only. The official transport takes anything with a `name`, `code`, `message` or
 * `stack` for an exception, and a text under `error` as well.
 */
export function recordErrorsOnly(Original: Patching): Patching {
  return repatched(Original, (definitions) => {
    for (const file of definitions.flatMap(({ files }) => files)) {
      const patch: Patch = file.patch.bind(file);
      file.patch = (exports: { readonly prototype?: { add?: Add } }, version) => {
        correctAddedTransports(exports.prototype);
        return patch(exports, version);
      };
    }
    return undefined;
  });
}

const corrected = new WeakSet<object>();

function correctAddedTransports(prototype: { add?: Add } | undefined): void {
  const add = prototype?.add;
  if (prototype === undefined || add === undefined || corrected.has(prototype)) return;
  corrected.add(prototype);
  const correctingAdd: Add = function (transport, ...rest) {
    if (isOfficial(transport)) correctTransport(transport);
    return add.call(this, transport, ...rest);
  };
  Object.defineProperty(prototype, 'add', { value: correctingAdd, writable: true, configurable: true });
}

function isOfficial(transport: unknown): transport is OfficialTransport {
  const { _logger, log } = Object(transport) as Partial<OfficialTransport>;
  return typeof _logger?.emit === 'function' && typeof log === 'function';
}

function correctTransport(transport: OfficialTransport): void {
  if (corrected.has(transport)) return;
  corrected.add(transport);
  const { _logger: logger, log } = transport;
  let current: Info = {};
  transport._logger = Object.create(logger, {
    emit: { value: (record: LogRecord) => logger.emit(correctRecord(record, current)) },
  }) as Logger;
  transport.log = function (info, callback) {
    current = info;
    log.call(this, info, callback);
  };
}

/** The record with the exception that was logged, and with the fields that were taken for one by mistake. */
export function correctRecord(record: LogRecord, info: Info): LogRecord {
  const { exception, attributes, ...rest } = record;
  if (exception === undefined) return record;
  const error = loggedError(info);
  const restored: Record<string, unknown> = { ...attributes };
  const taken = error === undefined ? [...ERROR_FIELDS, 'name', 'code', 'stack'] : ERROR_FIELDS;
  for (const key of taken)
    if (info[key] !== undefined && info[key] !== error && !Object.hasOwn(restored, key)) restored[key] = info[key];
  return {
    ...rest,
    attributes: restored as NonNullable<LogRecord['attributes']>,
    ...(error === undefined ? {} : { exception: error }),
  };
}

/** An error under one of the usual fields, among the further arguments, or flattened into the record by `format.errors()`. */
function loggedError(info: Info): unknown {
  for (const key of ERROR_FIELDS) if (isErrorLike(info[key])) return info[key];
  const splat = info[SPLAT];
  const argument: unknown = Array.isArray(splat) ? splat.find(isErrorLike) : undefined;
  if (argument !== undefined) return argument;
  const { stack, message, name, code } = info as { readonly [key: string]: unknown };
  if (typeof stack !== 'string' || !FRAMES.test(stack)) return undefined;
  return { stack, message, name: name ?? /^([^:\n]+):/.exec(stack)?.[1], ...(code === undefined ? {} : { code }) };
}
