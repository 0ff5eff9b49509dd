import { attempt } from '../../../foundation/diagnostics/attempt.ts';
import { errorType, isErrorLike } from '../../../foundation/log-lines/exception.ts';
import type { GenAiError } from '../../../foundation/semconv/operation/gen-ai-operation.ts';

/** Class names that say nothing about the cause. */
const GENERAL = new Set([
  'Error',
  'TypeError',
  'APIError',
  'OpenAIError',
  'AnthropicError',
  'DOMException',
  'Object',
  '',
]);

interface Failure {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly type?: unknown;
  readonly error?: unknown;
  readonly cause?: unknown;
}

/**
 * The value of `error.type`: the class of the error, or, if that is a general one, the code of the provider or of the system. Classes are
 * read by `errorType`, as for all thrown values. https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/
 */
function modelErrorType(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error === 'string' ? 'Error' : typeof error;
  const failure = error as Failure;
  const name = nameOf(failure);
  if (!GENERAL.has(name)) return name;
  const code = codeOf(failure) ?? codeOf(failure.error) ?? codeOf(failure.cause);
  return code ?? (name === 'Object' || name === '' ? 'Error' : name);
}

/** Some SDKs throw objects of a class that is no error. */
function nameOf(error: Failure): string {
  const className = isErrorLike(error) ? errorType(error) : (error as object).constructor?.name || '';
  const { name } = error;
  const own = GENERAL.has(className) && typeof name === 'string' && name !== '' ? name : className;
  return WORD.test(own) ? own : '';
}

/** A longer text is a sentence, and a text with a long number is an identifier: both have too many values. */
const WORD = /^(?!.*(\d{5}|[\da-f]{12}))[\w.:/-]{1,64}$/;

const MAX_TYPES = 100;
const knownTypes = new Set<string>();

/** Providers may put anything into their codes: the first hundred of a process become series of a metric, the rest is `_OTHER`. */
function bounded(type: string): string {
  if (knownTypes.has(type) || /^(Abort|APIUserAbort|Timeout)?Error$/.test(type)) return type;
  if (knownTypes.size >= MAX_TYPES) return '_OTHER';
  knownTypes.add(type);
  return type;
}

/** The type `error` is the one of a provider's event, and names no cause either. */
function codeOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { code, type, error } = value as Failure;
  if (typeof code === 'string' && WORD.test(code)) return code;
  if (typeof type === 'string' && WORD.test(type) && type !== 'error') return type;
  return error === value ? undefined : codeOf(error);
}

/** Providers' errors may have their message in an inner `error`. */
function modelErrorMessage(error: unknown): string {
  if (typeof error === 'string') return error;
  const { message, error: inner } = (error ?? {}) as Failure;
  if (typeof message === 'string') return message;
  return inner === undefined || inner === error ? '' : modelErrorMessage(inner);
}

/**
 * Describes any thrown value; never throws. The stack is read on access: Node prints an uncaught error without its source line if its stack was read
 * before.
 */
export function describeError(error: unknown): GenAiError {
  const isError = isErrorLike(error);
  return {
    type: bounded(attempt(() => modelErrorType(error)) ?? 'Error'),
    className: isError ? errorType(error) : undefined,
    message: attempt(() => modelErrorMessage(error)) ?? '',
    get stack() {
      // The whole stack, since a long message stands before its frames.
      return isError ? attempt(() => (error as { stack?: string }).stack) : undefined;
    },
  };
}

/** Compares names, since each SDK has its own class, and Node's is a DOMException. */
export function isAbort(error: unknown): boolean {
  const name = attempt(() => (error as Failure | undefined)?.name);
  const type = attempt(() => modelErrorType(error));
  return name === 'AbortError' || type === 'AbortError' || type === 'APIUserAbortError';
}
