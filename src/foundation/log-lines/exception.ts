import { types } from 'node:util';
import { attempt } from '../diagnostics/attempt.ts';
import { textOfValue } from './plain-value.ts';

const MAX_ERRORS = 10;
const MAX_TEXT_LENGTH = 65_536;
const UNREADABLE = '[Unreadable]';

/** A thrown value as telemetry describes it. Nothing here throws, whatever was thrown. */
export interface Exception {
  /** Class of an error, otherwise the type of the value (`string`, `object`): the value of `error.type` and `exception.type`. */
  readonly type: string;
  /** The `name` property of an error, otherwise the same as `type`. */
  readonly name: string;
  readonly message: string;
  /** The error's own stack, absent when it has none. It is read on access: Node prints an uncaught error differently once its stack was read. */
  readonly stack: string | undefined;
  /** The stack, followed by the stacks of the causes and of the errors that an AggregateError holds: at most ten in total. */
  readonly stacktrace: string | undefined;
  /** The error's cause and the errors that an AggregateError holds, as they were thrown. */
  readonly causes: readonly Cause[];
}

interface Cause {
  readonly thrown: unknown;
  /** Introduces the stack of the cause in a stack trace. */
  readonly title: string;
}

/** Describes anything that was thrown. */
export function readException(thrown: unknown): Exception {
  const isError = isErrorLike(thrown);
  const type = errorType(thrown);
  return {
    type,
    name: isError ? (readText(thrown, 'name') ?? type) : type,
    message: messageOf(thrown, isError),
    get stack() {
      return isError ? readText(thrown, 'stack') : undefined;
    },
    get stacktrace() {
      return isError ? stackWithCauses(thrown) : undefined;
    },
    get causes() {
      return (isError && attempt(() => causesOf(thrown))) || [];
    },
  };
}

/**
 * The attributes of an exception, in the order in which they are logged.
 * https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/
 */
export function exceptionAttributes(thrown: unknown): ExceptionAttributes {
  const { type, message, stacktrace } = readException(thrown);
  return {
    'exception.type': type,
    'exception.message': message,
    ...(stacktrace === undefined ? {} : { 'exception.stacktrace': stacktrace }),
  };
}

export type ExceptionAttributes = {
  readonly 'exception.type': string;
  readonly 'exception.message': string;
  readonly 'exception.stacktrace'?: string;
};

/** The value of `error.type`. https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/ */
export function errorType(thrown: unknown): string {
  if (!isErrorLike(thrown)) return typeof thrown;
  const className = attempt(() => (thrown as { constructor?: { name?: unknown } }).constructor?.name);
  if (typeof className === 'string' && className !== '' && className !== 'Object') return className;
  return readText(thrown, 'name') || 'Error';
}

/** Whether a value is an error, of this realm or another. */
export function isError(value: unknown): value is Error {
  return types.isNativeError(value) || attempt(() => value instanceof Error) === true;
}

/** Whether a value is an error or an object with the message and the stack of one. */
export function isErrorLike(value: unknown): value is object {
  if (isError(value)) return true;
  if (typeof value !== 'object' || value === null) return false;
  return readText(value, 'stack') !== undefined && readText(value, 'message') !== undefined;
}

function messageOf(thrown: unknown, isError: boolean): string {
  if (!isError) return textOfValue(thrown).slice(0, MAX_TEXT_LENGTH);
  return readText(thrown, 'message') ?? UNREADABLE;
}

/** A text property; undefined when it is missing, is no text or cannot be read. */
function readText(thrown: unknown, key: 'name' | 'message' | 'stack'): string | undefined {
  const value = attempt(() => (thrown as Readonly<Record<string, unknown>>)[key]);
  return typeof value === 'string' ? value.slice(0, MAX_TEXT_LENGTH) : undefined;
}

function causesOf(error: object): readonly Cause[] {
  const { errors, cause } = error as { readonly errors?: unknown; readonly cause?: unknown };
  const inner: readonly unknown[] = Array.isArray(errors) ? errors.slice(0, MAX_ERRORS) : [];
  return [
    ...inner.map((thrown: unknown) => ({ thrown, title: 'One of the errors: ' })),
    ...(cause === undefined ? [] : [{ thrown: cause, title: 'Caused by: ' }]),
  ];
}

function stackWithCauses(error: object): string {
  const parts: string[] = [];
  const seen = new Set<unknown>();
  const visit = ({ thrown, title }: Cause): void => {
    if (seen.has(thrown) || seen.size >= MAX_ERRORS) return;
    seen.add(thrown);
    const { name, message, stack, causes } = readException(thrown);
    parts.push(`${title}${stack ?? (isErrorLike(thrown) ? `${name}: ${message}` : message)}`);
    for (const cause of causes) visit(cause);
  };
  visit({ thrown: error, title: '' });
  return parts.join('\n');
}
