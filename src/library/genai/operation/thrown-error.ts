import { types } from 'node:util';
import type { GenAiError } from '../../../foundation/semconv/operation/gen-ai-operation.ts';

/** Classes whose name says nothing. */
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
 * What `error.type` says of an error: the name of its class, or, where that is a general one, the code of the provider or of the system below.
 * https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/
 */
export function errorTypeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error === 'string' ? 'Error' : typeof error;
  const failure = error as Failure;
  const name = nameOf(error);
  if (!GENERAL.has(name)) return name;
  return (
    codeOf(failure) ??
    codeOf(failure.error) ??
    codeOf(failure.cause) ??
    (name === 'Object' || name === '' ? 'Error' : name)
  );
}

function nameOf(error: object): string {
  const { name } = error as Failure;
  const { name: className = '' } = error.constructor ?? {};
  const own = GENERAL.has(className) && typeof name === 'string' && name !== '' ? name : className;
  return WORD.test(own) ? own : '';
}

/** What is longer is a sentence, and what has a long number is an identifier: no value of which there are few. */
const WORD = /^(?!.*(\d{5}|[\da-f]{12}))[\w.:/-]{1,64}$/;

const MOST_TYPES = 100;
const knownTypes = new Set<string>();

/** Providers may put anything in their codes: the first hundred of a process have a series of a metric, the rest are `_OTHER`. */
function bounded(type: string): string {
  if (knownTypes.has(type) || /^(Abort|APIUserAbort|Timeout)?Error$/.test(type)) return type;
  if (knownTypes.size >= MOST_TYPES) return '_OTHER';
  knownTypes.add(type);
  return type;
}

/** `{ type: 'error', code: … }` is a provider's event, whose type says nothing either. */
function codeOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { code, type, error } = value as Failure;
  if (typeof code === 'string' && WORD.test(code)) return code;
  if (typeof type === 'string' && WORD.test(type) && type !== 'error') return type;
  return error === value ? undefined : codeOf(error);
}

export function errorMessageOf(error: unknown): string {
  if (typeof error === 'string') return error;
  const { message, error: inner } = (error ?? {}) as Failure;
  if (typeof message === 'string') return message;
  return inner === undefined || inner === error ? '' : errorMessageOf(inner);
}

/**
 * All there is to know of an error, whatever was thrown; never throws. Its stack is read when it is asked for: an error whose stack was read before is
 * printed without the line that threw it, should nobody catch it.
 */
export function errorOf(error: unknown): GenAiError {
  return {
    type: bounded(readable(() => errorTypeOf(error)) ?? 'Error'),
    className: readable(() => (isError(error) ? error.constructor.name : undefined)),
    message: readable(() => errorMessageOf(error)) ?? '',
    get stack() {
      return readable(() => (isError(error) ? error.stack : undefined));
    },
  };
}

/** By name: each SDK has its own class, and Node's is a DOMException. */
export function isAbort(error: unknown): boolean {
  const name = readable(() => (error as Failure | undefined)?.name);
  const type = readable(() => errorTypeOf(error));
  return name === 'AbortError' || type === 'AbortError' || type === 'APIUserAbortError';
}

/** Of other realms, too. */
const isError = (error: unknown): error is Error =>
  error instanceof Error || types.isNativeError(error) || error instanceof DOMException;

/** Getters and proxies of the application's may throw. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
